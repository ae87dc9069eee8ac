using System.Text.Json.Nodes;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>Corrects the name of something that the pods refer to and that does not exist: to the one existing name that is nearly the same.</summary>
/// <param name="Kind">What is referred to: <c>ConfigMap</c>, <c>Secret</c>, <c>ServiceAccount</c> or <c>PersistentVolumeClaim</c>.</param>
/// <param name="Missing">The name that does not exist; null for the one that the symptoms name.</param>
public sealed record FixReference(string Kind, string? Missing) : FieldOperation
{
    internal const string Key = "fix-reference";

    /// <summary>The kinds that pods refer to by name, in the namespace that they are in.</summary>
    internal static readonly string[] Kinds = ["ConfigMap", "Secret", "ServiceAccount", "PersistentVolumeClaim"];

    public override string Name => Key;

    public override string Summary => $"correct the name of the {Kind}{(Missing is null ? "" : $" {Missing}")} to the one that exists";

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item)
    {
        var (address, missing) = (item.Facts.Workload.Address, Named(item.Facts));
        var existing = item.NamesOf(Kind);
        if (existing.Contains(missing))
        {
            throw new OperationRefusedException($"The {Kind} {missing} that {address} refers to exists; correct the runbook's symptom, or look at what is in it.");
        }

        var near = existing.Where(name => Likeness.IsNear(missing, name)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (near is not [var meant])
        {
            throw new OperationRefusedException(near.Count == 0
                ? $"No {Kind} with a name like {missing} exists where {address} runs; add it, or correct the name by hand."
                : $"The {Kind} {missing} that {address} refers to could be {string.Join(" or ", near)}; correct the name by hand.");
        }

        var fields = item.FieldsWith(missing).Where(path => IsReference([.. path.Steps])).ToList();
        return fields.Count > 0
            ? fields.Select(path => new FieldEdit.Set(path, JsonValue.Create(meant)))
            : IsSaid(item, meant)
                ? item.FieldsWith(meant).Where(path => IsReference([.. path.Steps])).Select(path => new FieldEdit.Set(path, JsonValue.Create(meant)))
                : throw new OperationRefusedException($"Git declares nothing of {address} that refers to a {Kind} {missing}; find what does and correct the name there.");
    }

    internal static FixReference? Read(FrontMatterMap map)
    {
        var (kind, name) = (map.Text("kind", required: true), map.Text("name"));
        map.RefuseOtherKeys();
        if (kind is not null && !Kinds.Contains(kind))
        {
            map.Refuse("kind", $"'{kind}' is not a kind whose name can be corrected{FrontMatterMap.Hint(kind, Kinds)}");
            return null;
        }

        return kind is null ? null : new FixReference(kind, name);
    }

    private string Named(WorkloadFacts facts) => Missing ?? facts.Missing.Distinct().ToList() switch
    {
        [var one] => one,
        [] => throw new OperationRefusedException($"The symptoms of {facts.Workload.Address} name nothing that is missing; give the runbook's '{Key}' a 'name'."),
        var several => throw new OperationRefusedException($"The symptoms of {facts.Workload.Address} name {several.Count} things that are missing ({string.Join(", ", several)}); give the runbook's '{Key}' a 'name'."),
    };

    private bool IsSaid(DeclaredObject item, string name) => item.FieldsWith(name).Any(path => IsReference([.. path.Steps]));

    private bool IsReference(string[] steps) => (Kind, steps) switch
    {
        ("ConfigMap", [.., "configMapKeyRef" or "configMapRef" or "configMap", "name"]) => true,
        ("Secret", [.., "secretKeyRef" or "secretRef" or "secret", "name"] or [.., "secret", "secretName"]) => true,
        ("ServiceAccount", [.., "serviceAccountName"]) => true,
        ("PersistentVolumeClaim", [.., "persistentVolumeClaim", "claimName"]) => true,
        _ => false,
    };
}
