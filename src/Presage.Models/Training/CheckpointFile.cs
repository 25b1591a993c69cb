using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Optimizers;

namespace Presage.Models.Training;

/// <summary>The state of an interrupted training run on disk. It lives until the run ends; a trained model is an artefact instead.</summary>
/// <remarks>
/// Magic and version, step counters, weights, best weights, moments and average, then a SHA-256 of all before it. Written to a temporary file,
/// flushed and renamed, so that a crash leaves the older one.
/// </remarks>
sealed class CheckpointFile
{
    const uint Magic = 0x4B435350; // "PSCK"
    const int Version = 1;

    readonly string _path;
    readonly string _fingerprint;

    /// <param name="path">Where it lies.</param>
    /// <param name="fingerprint">What must be the same when it is taken up: model, settings, seed and data.</param>
    public CheckpointFile(string path, string fingerprint)
    {
        _path = path;
        _fingerprint = fingerprint;
    }

    /// <summary>Whether there is one to take up.</summary>
    public bool Exists => File.Exists(_path);

    /// <summary>Writes the state.</summary>
    public void Write(
        ParameterSet parameters, Optimizer optimizer, ExponentialAverage average, WindowOrder order, ReadOnlySpan<float> best, TrainingState state)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(_fingerprint);
            writer.Write(state.Step);
            writer.Write(state.Stale);
            writer.Write(state.BestValidation);
            writer.Write(state.TrainLoss);
            writer.Write(order.Round);
            writer.Write(order.Dealt);
            writer.Write(best.Length);
            writer.Write(MemoryMarshal.AsBytes(parameters.Values));
            writer.Write(MemoryMarshal.AsBytes(best));
            optimizer.SaveState(writer);
            average.SaveState(writer);
        }

        var temporary = _path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            memory.Position = 0;
            memory.CopyTo(file);
            file.Write(SHA256.HashData(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, _path, overwrite: true);
    }

    /// <summary>Takes up the state.</summary>
    /// <exception cref="ModelDataException">The file is damaged, or it is the state of another run.</exception>
    public void Read(
        ParameterSet parameters, Optimizer optimizer, ExponentialAverage average, WindowOrder order, Span<float> best, TrainingState state)
    {
        var bytes = File.ReadAllBytes(_path);
        if (bytes.Length < SHA256.HashSizeInBytes
            || !SHA256.HashData(bytes.AsSpan(0, bytes.Length - SHA256.HashSizeInBytes)).AsSpan().SequenceEqual(bytes.AsSpan()[^SHA256.HashSizeInBytes..]))
        {
            throw new ModelDataException($"{_path}: the checkpoint is damaged; delete it and train anew.");
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, 0, bytes.Length - SHA256.HashSizeInBytes));
        var (magic, version) = (reader.ReadUInt32(), reader.ReadInt32());
        if (magic != Magic || version != Version)
        {
            throw new ModelDataException($"{_path}: a checkpoint of version {version}; this program reads version {Version}.");
        }

        var fingerprint = reader.ReadString();
        if (fingerprint != _fingerprint)
        {
            throw new ModelDataException($"{_path}: the checkpoint is of another run ({fingerprint}); this run is {_fingerprint}.");
        }

        state.Step = reader.ReadInt32();
        state.Stale = reader.ReadInt32();
        state.BestValidation = reader.ReadDouble();
        state.TrainLoss = reader.ReadDouble();
        order.Restore(reader.ReadInt32(), reader.ReadInt32());
        var length = reader.ReadInt32();
        if (length != best.Length)
        {
            throw new ModelDataException($"{_path}: the checkpoint holds {length} weights; the model has {best.Length}.");
        }

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(parameters.Values));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(best));
        optimizer.LoadState(reader);
        average.LoadState(reader);
        parameters.MarkChanged();
    }

    /// <summary>Removes it, because the run has ended.</summary>
    public void Delete() => File.Delete(_path);
}
