using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AiSre.Clusters.Objects;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Sets requests and limits of a container, to an amount or to a multiple of what the cluster has, up to a ceiling.</summary>
/// <param name="Container">The container's name; null for the one that the symptoms are about.</param>
/// <param name="Changes">What to set; at least one.</param>
/// <param name="AtMost">The ceiling of each resource that has one; each that is multiplied has.</param>
public sealed partial record SetResources(
    string? Container, ImmutableArray<ResourceChange> Changes, ImmutableSortedDictionary<string, ResourceQuantity> AtMost) : FieldOperation
{
    internal const string Key = "set-resources";

    private const decimal LeastFactor = 0.1m;
    private const decimal MostFactor = 10m;
    private static readonly string[] Known = ["cpu", "memory", "ephemeral-storage"];

    public override string Name => Key;

    public override string Summary =>
        $"set {string.Join(" and ", Changes.Select(change => $"the {change.Resource} {(change.IsLimit ? "limit" : "request")} {(change.To is { } to ? $"to {to}" : string.Create(CultureInfo.InvariantCulture, $"times {change.Factor}"))}"))}{(Container is null ? "" : $" of container {Container}")}{(AtMost.IsEmpty ? "" : $" (at most {string.Join(", ", AtMost.Select(most => AtMost.Count == 1 ? most.Value.Text : $"{most.Key} {most.Value}"))})")}";

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item)
    {
        var resources = item.Container(Container).Then("resources");
        var wanted = new List<(ResourceChange Change, ResourceQuantity Amount)>();
        foreach (var change in Changes)
        {
            wanted.Add((change, Wanted(change, resources.Then(change.List, change.Resource), item)));
        }

        foreach (var resource in Changes.Select(change => change.Resource).Distinct())
        {
            if (Amount("limits", resource) is { } limit && Amount("requests", resource) is { } request && limit < request)
            {
                throw new OperationRefusedException($"{item.Facts.Workload.Address} would ask for {request} of {resource} and be allowed only {limit}, which Kubernetes refuses; set 'requests' and 'limits' together in the runbook.");
            }
        }

        return wanted.Select(pair => new FieldEdit.Set(resources.Then(pair.Change.List, pair.Change.Resource), Json(pair.Amount)));

        ResourceQuantity? Amount(string list, string resource) =>
            wanted.FirstOrDefault(pair => pair.Change.List == list && pair.Change.Resource == resource) is { Change: not null } pair ? pair.Amount
            : ResourceQuantity.TryParse(item.DeclaredText(resources.Then(list, resource)), out var declared) ? declared : null;
    }

    internal static SetResources? Read(FrontMatterMap map)
    {
        var container = map.Text("container");
        var changes = ImmutableArray.CreateBuilder<ResourceChange>();
        var isValid = true;
        foreach (var list in new[] { "requests", "limits" })
        {
            foreach (var (resource, text) in map.Map(list)?.TextEntries() ?? [])
            {
                if (!IsResource(resource))
                {
                    map.Refuse(list, $"'{resource}' is not a resource; allowed: {string.Join(", ", Known)}, or one with a domain such as nvidia.com/gpu");
                    isValid = false;
                }
                else if (ReadChange(list == "limits", resource, text) is { } change)
                {
                    changes.Add(change);
                }
                else
                {
                    map.Refuse(list, $"'{text}' is no amount of {resource}; allowed is a quantity such as 512Mi or 250m, or a factor from x{LeastFactor.ToString(CultureInfo.InvariantCulture)} to x{MostFactor.ToString(CultureInfo.InvariantCulture)} such as x1.5");
                    isValid = false;
                }
            }
        }

        var most = ReadMost(map, [.. changes.Select(change => change.Resource).Distinct()]);
        map.RefuseOtherKeys();
        if (!isValid || most is null)
        {
            return null;
        }

        var operation = new SetResources(container, changes.ToImmutable(), most);
        return operation.Mistake() is not var (key, message) ? operation : Refuse(map, key, message);
    }

    private static SetResources? Refuse(FrontMatterMap map, string key, string message)
    {
        map.Refuse(key, message);
        return null;
    }

    private (string Key, string Message)? Mistake()
    {
        if (Changes.IsEmpty)
        {
            return ("requests", $"'{Key}' names neither 'requests' nor 'limits'; allowed is at least one resource, such as 'limits: {{memory: 512Mi}}'");
        }

        foreach (var change in Changes)
        {
            if (change.Factor is not null && !AtMost.ContainsKey(change.Resource))
            {
                return ("at-most", $"{change.Resource} is multiplied without an end; name the most that is allowed, such as 'at-most: {{{change.Resource}: {(change.Resource == "cpu" ? "2" : "2Gi")}}}'");
            }

            if (change.To is { } to && AtMost.TryGetValue(change.Resource, out var most) && to > most)
            {
                return (change.List, $"{to} of {change.Resource} is more than 'at-most' allows ({most}); allowed is at most that");
            }

            if (change is { IsLimit: true, To: { } limit } && Changes.FirstOrDefault(other => !other.IsLimit && other.Resource == change.Resource)?.To is { } request && limit < request)
            {
                return ("limits", $"the limit of {change.Resource} ({limit}) is below its request ({request}); allowed is at least that");
            }
        }

        return null;
    }

    private ResourceQuantity Wanted(ResourceChange change, FieldPath path, DeclaredObject item)
    {
        if (change.To is { } to)
        {
            return to;
        }

        var isDeclared = ResourceQuantity.TryParse(item.DeclaredText(path), out var declared);
        var what = $"the {change.Resource} {(change.IsLimit ? "limit" : "request")} of {item.Facts.Workload.Address}";
        if (!ResourceQuantity.TryParse(item.LiveText(path) ?? item.DeclaredText(path), out var now))
        {
            throw new OperationRefusedException($"There is nothing to multiply, since {what} is not set; give an amount in the runbook, such as 512Mi.");
        }

        var most = AtMost[change.Resource];
        if (change.Factor > 1 && now >= most)
        {
            throw new OperationRefusedException($"The runbook allows at most {most}, and {what} is {now} already; find out what needs that much, or raise 'at-most' in the runbook.");
        }

        var wanted = now.Times(change.Factor!.Value, isDivisible: change.Resource == "cpu");
        wanted = wanted > most ? most : wanted;

        // Somebody was faster: what Git says already helps at least as much as what would be proposed.
        return isDeclared && declared.Value != now.Value && declared <= most && (change.Factor > 1 ? declared >= wanted : declared <= wanted) ? declared : wanted;
    }

    private static ImmutableSortedDictionary<string, ResourceQuantity>? ReadMost(FrontMatterMap map, ImmutableArray<string> resources)
    {
        var most = ImmutableSortedDictionary.CreateBuilder<string, ResourceQuantity>(StringComparer.Ordinal);
        if (!map.Has("at-most") || resources.IsEmpty)
        {
            return most.ToImmutable();
        }

        var entries = map.IsMap("at-most") ? map.Map("at-most")!.TextEntries() : map.Text("at-most") is { } single ? [(resources is [var only] ? only : "", single)] : [];
        foreach (var (resource, text) in entries)
        {
            if (!resources.Contains(resource))
            {
                map.Refuse("at-most", resource.Length == 0
                    ? $"'{text}' does not say of which resource; allowed is one amount for each, such as 'at-most: {{memory: 2Gi}}'"
                    : $"'{resource}' is not changed, so it needs no 'at-most'; allowed: {string.Join(", ", resources)}");
                return null;
            }

            if (!ResourceQuantity.TryParse(text, out var amount))
            {
                map.Refuse("at-most", $"'{text}' is no amount; allowed is a quantity such as 2Gi");
                return null;
            }

            most[resource] = amount;
        }

        return most.ToImmutable();
    }

    private static ResourceChange? ReadChange(bool isLimit, string resource, string text) =>
        text.StartsWith('x')
            ? decimal.TryParse(text.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor is >= LeastFactor and <= MostFactor and not 1
                ? new ResourceChange(isLimit, resource, null, factor)
                : null
            : ResourceQuantity.TryParse(text, out var amount) ? new ResourceChange(isLimit, resource, amount, null) : null;

    private static bool IsResource(string name) => Known.Contains(name) || ExtendedResource().IsMatch(name);

    private static JsonValue Json(ResourceQuantity amount) =>
        long.TryParse(amount.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(amount.Text);

    [GeneratedRegex(@"\A(?:hugepages-[0-9]+[KMG]i|[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?/[A-Za-z0-9](?:[-._A-Za-z0-9]*[A-Za-z0-9])?)\z")]
    private static partial Regex ExtendedResource();
}

/// <summary>One request or limit to set.</summary>
/// <param name="IsLimit">Whether it is a limit.</param>
/// <param name="Resource">Of what: <c>memory</c>.</param>
/// <param name="To">The amount; null when it is multiplied.</param>
/// <param name="Factor">By what it is multiplied; null when the amount is given.</param>
public sealed record ResourceChange(bool IsLimit, string Resource, ResourceQuantity? To, decimal? Factor)
{
    internal string List => IsLimit ? "limits" : "requests";
}
