using System.Collections.Concurrent;
using System.Text;

namespace AiSre.Components.Shared;

/// <summary>Stable codes as words for people: <c>RegistryUnavailable</c> as “Registry unavailable”.</summary>
public static class EnumWords
{
    // Names that are written as one word, or in capitals.
    private static readonly string[] Names =
        ["ConfigMap", "StatefulSet", "DaemonSet", "ReplicaSet", "CronJob", "ServiceAccount", "StorageClass", "NetworkPolicy", "LimitRange", "Argo CD"];

    private static readonly string[] Capitals = ["CPU", "TLS", "DNS", "RBAC", "PID", "URL", "YAML"];

    private static readonly ConcurrentDictionary<Enum, string> Known = new();

    /// <summary>The code's words, the first with a capital.</summary>
    public static string Of(Enum code) => Known.GetOrAdd(code, static known => Split(known.ToString()));

    private static string Split(string code)
    {
        code = code.StartsWith("Argo", StringComparison.Ordinal) ? $"Argo CD{code[4..]}" : code;
        var words = new StringBuilder(code.Length + 8);
        for (var index = 0; index < code.Length;)
        {
            var word = WordAt(code, index);
            var shown = words.Length == 0 || Names.Contains(word) || Capitals.Contains(word) ? word : word.ToLowerInvariant();
            words.Append(words.Length == 0 ? "" : " ").Append(shown);
            index += word.Length;
        }

        return words.ToString();
    }

    private static string WordAt(string code, int start)
    {
        if (Array.Find(Names, name => string.CompareOrdinal(code, start, name, 0, name.Length) == 0) is { } known)
        {
            return known;
        }

        var end = start + 1;
        while (end < code.Length && !char.IsUpper(code[end]))
        {
            end++;
        }

        var word = code[start..end];
        return Array.Find(Capitals, capital => capital.Equals(word, StringComparison.OrdinalIgnoreCase)) ?? word;
    }
}
