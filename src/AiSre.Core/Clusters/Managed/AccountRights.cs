using System.Collections.Immutable;
using System.Text.Json;

namespace AiSre.Clusters.Managed;

/// <summary>Reads a <c>SelfSubjectRulesReview</c>: what an account may do, as its cluster tells.</summary>
/// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-rules-review-v1/</remarks>
internal static class AccountRights
{
    private const int MostTold = 8;

    /// <summary>What the account may do beyond reading objects that are no secrets; and whether the cluster told everything.</summary>
    public static (ImmutableArray<string> Excess, bool IsComplete) Excess(JsonElement review)
    {
        if (review.ValueKind != JsonValueKind.Object || !review.TryGetProperty("status", out var status) || status.ValueKind != JsonValueKind.Object)
        {
            return ([], false);
        }

        var excess = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var rule in Items(status, "resourceRules"))
        {
            var groups = Texts(rule, "apiGroups");
            foreach (var resource in Texts(rule, "resources").Where(resource => !IsReview(resource, groups)))
            {
                foreach (var verb in Texts(rule, "verbs").Where(verb => IsMore(verb, resource, groups)))
                {
                    excess.Add($"{(verb == "*" ? "do anything with" : verb)} {(resource == "*" ? "everything" : resource)}");
                }
            }
        }

        // One sentence is read; a list of two hundred rights is not.
        ImmutableArray<string> told = excess.Count <= MostTold ? [.. excess] : [.. excess.Take(MostTold), $"and {excess.Count - MostTold} more"];
        return (told, !(status.TryGetProperty("incomplete", out var incomplete) && incomplete.ValueKind == JsonValueKind.True));
    }

    // Secrets are the one thing that AiSre must not be able to read; "*" of everything includes them.
    private static bool IsMore(string verb, string resource, string[] groups) =>
        verb is not ("get" or "list" or "watch")
        || (resource is "secrets" or "*" && groups.Any(group => group is "" or "*"));

    // Every account may ask what it may do itself: that writes nothing.
    private static bool IsReview(string resource, string[] groups) =>
        groups.All(group => group is "authorization.k8s.io" or "authentication.k8s.io")
        && resource is "selfsubjectaccessreviews" or "selfsubjectrulesreviews" or "selfsubjectreviews";

    private static string[] Texts(JsonElement rule, string name) =>
        [.. Items(rule, name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : default;
}
