using System.Collections.Immutable;

namespace AiSre.Diagnosis.Model;

/// <summary>An answer as the model wrote it: nothing of it is checked, and anything may be missing.</summary>
internal sealed record ModelClaims(
    ImmutableArray<ModelClaim?>? Claims,
    string? Code,
    ModelObject? Object,
    string? Statement,
    ImmutableArray<string?>? Missing);

internal sealed record ModelClaim(string? Statement, ImmutableArray<ModelCitation?>? Citations);

internal sealed record ModelCitation(string? Evidence, string? Quote);

internal sealed record ModelObject(string? Kind, string? Namespace, string? Name);
