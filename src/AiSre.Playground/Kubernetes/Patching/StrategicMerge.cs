using System.Text.Json.Nodes;

namespace AiSre.Playground.Kubernetes.Patching;

/// <summary>
/// Strategic merge: as a merge patch, but lists with a merge key are merged item by item. With a memory of what was
/// applied before it is what <c>apply</c> does: what was applied then and is absent now goes away.
/// </summary>
public static class StrategicMerge
{
    /// <summary>Merges a patch into an object, with the directive <c>$patch: delete</c> for list items.</summary>
    public static void Patch(JsonObject target, JsonObject patch, bool isCustom = false) => Merge(target, null, patch, isCustom);

    /// <summary>Brings a live object to what a manifest wants, leaving alone what neither this manifest nor the last one speaks of.</summary>
    /// <param name="live">Changed in place.</param>
    /// <param name="applied">The manifest that was applied last; null when none was.</param>
    /// <param name="wanted">The manifest now.</param>
    /// <param name="isCustom">A custom resource: its lists have no merge keys.</param>
    public static void Apply(JsonObject live, JsonObject? applied, JsonObject wanted, bool isCustom) => Merge(live, applied, wanted, isCustom);

    private static void Merge(JsonObject target, JsonObject? applied, JsonObject wanted, bool isCustom)
    {
        foreach (var member in applied?.Select(pair => pair.Key).Where(member => !wanted.ContainsKey(member)).ToList() ?? [])
        {
            Withdraw(target, member, applied![member], isCustom);
        }

        foreach (var (member, value) in wanted)
        {
            switch (value)
            {
                case null:
                    target.Remove(member);
                    break;
                case JsonObject child:
                    Merge(target.Ensure(member), applied?[member] as JsonObject, child, isCustom);
                    break;
                case JsonArray items when !isCustom && MergeKeys.Of(member, items) is { } key && target[member] is JsonArray existing:
                    MergeList(existing, applied?[member] as JsonArray, items, key, isCustom);
                    break;
                default:
                    target[member] = value.DeepClone();
                    break;
            }
        }
    }

    /// <summary>Takes back what was applied: an object loses only the members that were applied, since others may have added to it.</summary>
    private static void Withdraw(JsonObject target, string member, JsonNode? applied, bool isCustom)
    {
        if (target[member] is JsonObject child && applied is JsonObject had)
        {
            Merge(child, had, [], isCustom);
            if (child.Count == 0)
            {
                target.Remove(member);
            }
        }
        else
        {
            target.Remove(member);
        }
    }

    private static void MergeList(JsonArray target, JsonArray? applied, JsonArray wanted, string key, bool isCustom)
    {
        var gone = (applied?.Select(item => item.Text(key)) ?? []).Except(wanted.Select(item => item.Text(key)), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        target.RemoveAll(item => gone.Contains(item.Text(key)));
        foreach (var item in wanted.OfType<JsonObject>())
        {
            var id = item.Text(key);
            var existing = target.OfType<JsonObject>().FirstOrDefault(candidate => candidate.Text(key) == id);
            if (item.Text("$patch") == "delete")
            {
                target.Remove(existing);
            }
            else if (existing is null)
            {
                target.Add(item.DeepClone());
            }
            else
            {
                Merge(existing, applied?.OfType<JsonObject>().FirstOrDefault(candidate => candidate.Text(key) == id), item, isCustom);
            }
        }
    }
}
