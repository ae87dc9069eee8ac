using System.Collections.Immutable;

namespace AiSre.Diagnosis.Model;

/// <summary>Advice as the model wrote it: nothing of it is checked, and anything may be missing.</summary>
internal sealed record AdviceClaim(string? Runbook, string? Because, ImmutableArray<ModelCitation?>? Citations);
