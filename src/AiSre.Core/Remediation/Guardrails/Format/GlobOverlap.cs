namespace AiSre.Remediation.Guardrails.Format;

/// <summary>Whether some value fits two patterns at once. Pure.</summary>
internal static class GlobOverlap
{
    /// <summary>Whether some value may fit one of each; no pattern at all fits everything.</summary>
    public static bool Of(Patterns left, Patterns right) =>
        left.IsEmpty || right.IsEmpty || left.Globs.Any(one => right.Globs.Any(other => Of(one.Pattern, other.Pattern)));

    /// <summary>Whether whatever fits the one fits the other too, as far as can be told without guessing.</summary>
    public static bool Includes(Patterns outer, Patterns inner) =>
        outer.IsEmpty || (!inner.IsEmpty && inner.Globs.All(one => outer.Globs.Any(other => other.IsEverything || other == one || (one.IsExact && other.Matches(one.Pattern)))));

    /// <summary>As <see cref="Includes(Patterns, Patterns)"/>, for places.</summary>
    public static bool Includes(GuardrailScope outer, GuardrailScope inner) =>
        Includes(outer.Clusters, inner.Clusters) && Includes(outer.Namespaces, inner.Namespaces)
        && Includes(outer.Applications, inner.Applications) && Includes(outer.Environments, inner.Environments);

    /// <summary>Whether some place may be in an environment and in a scope.</summary>
    public static bool Of(EnvironmentDefinition environment, GuardrailScope scope) =>
        scope.Environments.Match(environment.Name) && Of(scope.Clusters, environment.Clusters) && Of(scope.Namespaces, environment.Namespaces);

    private static bool Of(string left, string right)
    {
        // fits[j]: some text fits what was read of the left and the first j characters of the right.
        var fits = new bool[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            fits[j] = j == 0 || (fits[j - 1] && right[j - 1] == '*');
        }

        foreach (var letter in left)
        {
            var next = new bool[fits.Length];
            for (var j = 0; j <= right.Length; j++)
            {
                next[j] = letter == '*'
                    ? fits[j] || (j > 0 && next[j - 1])
                    : j > 0 && (right[j - 1] == '*' ? next[j - 1] || fits[j] : fits[j - 1] && (letter == '?' || right[j - 1] == '?' || letter == right[j - 1]));
            }

            fits = next;
        }

        return fits[right.Length];
    }
}
