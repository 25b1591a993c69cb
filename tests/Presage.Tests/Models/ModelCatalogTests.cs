using Presage.Models;
using Presage.Models.Evaluation;
using Presage.Models.Forecasting;

namespace Presage.Tests.Models;

public sealed class ModelCatalogTests
{
    [Fact]
    public void Get_MisspelledName_NamesTheNearestAndAll()
    {
        var error = Assert.Throws<UnknownModelException>(() => ModelCatalog.Get("ridge_raw"));

        Assert.Contains("nearest is 'ridge-raw'", error.Message, StringComparison.Ordinal);
        Assert.All(ModelCatalog.Forecasters, entry => Assert.Contains(entry.Card.Id, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Forecasters_Names_AreUnique() =>
        Assert.Equal(ModelCatalog.Forecasters.Count, ModelCatalog.Forecasters.Select(entry => entry.Card.Id).Distinct().Count());

    [Fact]
    public void Forecasters_EveryForecasterTypeOfTheAssembly_IsListed()
    {
        var listed = ModelCatalog.Forecasters.Select(entry =>
        {
            using var model = entry.Create(ModelSettings.Empty.For(entry.Card));
            return model.GetType();
        }).ToHashSet();

        var missing = typeof(Forecaster).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Forecaster)) && !type.IsAbstract && !listed.Contains(type));

        Assert.Empty(missing.Select(type => $"add to ModelCatalog.Forecasters: new({type.Name}.ModelCard, settings => new {type.Name}(settings), []),"));
    }

    [Fact]
    public void Forecasters_Variants_ChangeSettingsThatExist() => Assert.All(
        ModelCatalog.Forecasters.SelectMany(entry => entry.Variants.Select(variant => (entry, variant))),
        pair => pair.entry.Create(ModelSettings.From(pair.variant.Overrides).For(pair.entry.Card)).Dispose());

    [Fact]
    public void Protocols_Defaults_NameSettingsThatExist() => Assert.All(
        ProtocolCatalog.Protocols.SelectMany(protocol => protocol.Defaults),
        pair =>
        {
            var parts = pair.Key.Split('.');
            var card = ModelCatalog.Get(parts[0]).Card;
            ModelSettings.From(new Dictionary<string, string> { [parts[1]] = pair.Value }).For(card);
        });

    [Fact]
    public void Get_UnknownProtocol_NamesTheNearest() => Assert.Contains(
        "'cluster'", Assert.Throws<UnknownModelException>(() => ProtocolCatalog.Get("clusters")).Message, StringComparison.Ordinal);
}
