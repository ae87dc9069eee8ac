namespace AiSre.Runbooks.Format;

/// <summary>How much words are alike.</summary>
internal static class Likeness
{
    private const int MostEdits = 2;

    /// <summary>Whether somebody who wrote the one may have meant the other: the same but for case, dashes, dots and underscores, or for two characters.</summary>
    public static bool IsNear(string left, string right) =>
        left != right && (Bare(left) == Bare(right) || (Math.Min(left.Length, right.Length) > MostEdits && Distance(left, right) <= MostEdits));

    /// <summary>The names that somebody who wrote a name may have meant, in order.</summary>
    public static IReadOnlyList<string> Nearest(string missing, IEnumerable<string> existing) =>
        [.. existing.Where(name => IsNear(missing, name)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How many characters must be added, removed or replaced to get from one word to another (Levenshtein).</summary>
    public static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + cost, 1 + Math.Min(row[j], row[j - 1])));
            }
        }

        return row[right.Length];
    }

    private static string Bare(string text) => new string([.. text.Where(character => character is not ('-' or '_' or '.'))]).ToUpperInvariant();
}
