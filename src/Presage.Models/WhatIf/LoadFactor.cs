namespace Presage.Models.WhatIf;

/// <summary>A hypothetical load: how many times its usual requests a service gets, or all services.</summary>
/// <param name="Service">Whose requests change, and with them what they cause further down; null for all services.</param>
/// <param name="Factor">0 or more; 1 changes nothing.</param>
public sealed record LoadFactor(string? Service, double Factor);
