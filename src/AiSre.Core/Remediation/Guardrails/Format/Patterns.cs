using System.Collections.Immutable;
using AiSre.Runbooks;

namespace AiSre.Remediation.Guardrails.Format;

/// <summary>Globs of which one has to fit.</summary>
/// <param name="Globs">In any order.</param>
public sealed record Patterns(ImmutableArray<Glob> Globs)
{
    public static Patterns Empty { get; } = new([]);

    public bool IsEmpty => Globs.IsEmpty;

    public static Patterns Of(params IEnumerable<string> globs) => new([.. globs.Select(glob => new Glob(glob))]);

    /// <summary>Whether any fits.</summary>
    public bool Match(string value, bool ignoreCase = false)
    {
        foreach (var glob in Globs)
        {
            if (glob.Matches(value, ignoreCase))
            {
                return true;
            }
        }

        return false;
    }

    public bool Equals(Patterns? other) => other is not null && Globs.SequenceEqual(other.Globs);

    public override int GetHashCode() => Globs.Length == 0 ? 0 : HashCode.Combine(Globs.Length, Globs[0]);

    public override string ToString() => string.Join(", ", Globs);
}
