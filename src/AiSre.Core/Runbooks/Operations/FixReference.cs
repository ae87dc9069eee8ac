using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Corrects the name of something that an object refers to and that does not exist: to the one existing name that is nearly the same.</summary>
/// <param name="Kind">What is referred to, by its name: <c>ConfigMap</c>, <c>Service</c>, <c>StorageClass</c>.</param>
/// <param name="Missing">The name that does not exist; null for the one that the symptoms name.</param>
public sealed record FixReference(string Kind, string? Missing) : FieldOperation
{
    internal const string Key = "fix-reference";

    public override string Name => Key;

    public override string Summary => $"correct the name of the {Kind}{(Missing is null ? "" : $" {Missing}")} to the one that exists";

    public override IEnumerable<(string ApiVersion, string Kind)> Names => [(ReferenceKinds.VersionOf(Kind), Kind)];

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item)
    {
        var (address, missing) = (item.Facts.Workload.Address, Named(item));
        var existing = item.NamesOf(Kind);
        if (existing.Contains(missing))
        {
            throw new OperationRefusedException($"The {Kind} {missing} that {address} refers to exists; correct the runbook's symptom, or look at what is in it.");
        }

        var meant = Likeness.Nearest(missing, existing) switch
        {
            [var one] => one,
            [] => throw new OperationRefusedException($"No {Kind} with a name like {missing} exists where {address} runs; add it, or correct the name by hand."),
            var several => throw new OperationRefusedException($"The {Kind} {missing} that {address} refers to could be {string.Join(" or ", several)}; correct the name by hand."),
        };
        List<FieldPath> fields = [.. Fields(item, missing)];
        fields = fields.Count > 0 ? fields : [.. Fields(item, meant)];
        return fields.Count > 0
            ? fields.Select(path => new FieldEdit.Set(path, JsonValue.Create(meant)))
            : throw new OperationRefusedException($"Git declares nothing of {address} that refers to a {Kind} {missing}; find what does and correct the name there.");
    }

    internal static FieldOperation? Read(FrontMatterMap map)
    {
        var (kind, name) = (map.Text("kind", required: true), map.Text("name"));
        var isPart = kind is not null && ReferenceKinds.HolderOf(kind) is not null;
        var of = isPart ? map.Text("of") : null;
        map.RefuseOtherKeys();
        if (kind is not null && !ReferenceKinds.All.Contains(kind))
        {
            map.Refuse("kind", $"'{kind}' is not a kind whose name can be corrected{FrontMatterMap.Hint(kind, ReferenceKinds.All)}");
            return null;
        }

        return kind is null ? null : isPart ? new FixPartReference(kind, name, of) : new FixReference(kind, name);
    }

    // Symptoms may miss several things; those of other kinds are not meant.
    private string Named(DeclaredObject item)
    {
        var (address, all) = (item.Facts.Workload.Address, item.Facts.Missing.Distinct().ToList());
        return Missing ?? (all.Count > 1 && all.Where(name => Fields(item, name).Any()).ToList() is [var mine] ? [mine] : all) switch
        {
            [var one] => one,
            [] => throw new OperationRefusedException($"The symptoms of {address} name nothing that is missing; give the runbook's '{Key}' a 'name'."),
            var several => throw new OperationRefusedException($"The symptoms of {address} name {several.Count} things that are missing ({string.Join(", ", several)}); give the runbook's '{Key}' a 'name'."),
        };
    }

    private IEnumerable<FieldPath> Fields(DeclaredObject item, string name) => item.FieldsWith(name)
        .Where(path => ReferenceKinds.IsName(Kind, [.. path.Steps]) && IsOfService(item, path));

    // A route may also send to other kinds than Services.
    private static bool IsOfService(DeclaredObject item, FieldPath path) => path.Steps is not [.., "backendRefs", _, "name"]
        || item.DeclaredText(FieldPath.Of([.. path.Steps[..^1], "kind"])) is null or "Service";
}
