namespace AiSre.Diagnosis.Model.Secrets;

/// <summary>Where a secret stands in a text.</summary>
/// <param name="Start">The first character's index.</param>
/// <param name="End">The index after the last character.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct SecretSpan(int Start, int End, SecretKind Kind);
