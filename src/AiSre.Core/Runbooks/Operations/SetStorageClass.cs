using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>
/// Gives a claim for a volume another StorageClass while it has no volume yet: a PersistentVolumeClaim, or the template of a StatefulSet's claims.
/// </summary>
/// <param name="Class">The class; null for the one existing class whose name is nearly that of the class that does not exist.</param>
/// <param name="Template">Of a StatefulSet the template of its claims; null for the only one, or the one whose class does not exist.</param>
public sealed record SetStorageClass(string? Class, string? Template) : FieldOperation
{
    internal const string Key = "set-storage-class";

    private const string Claim = "PersistentVolumeClaim";
    private const string StorageClass = "StorageClass";

    private static readonly FieldPath OfClaim = FieldPath.Of("spec", "storageClassName");
    private static readonly FieldPath Templates = FieldPath.Of("spec", "volumeClaimTemplates");

    public override string Name => Key;

    public override string Summary => $"set the storage class{(Template is null ? "" : $" of the claims {Template}")} to {Class ?? "the one that exists"}";

    public override IEnumerable<(string ApiVersion, string Kind)> Names => [("storage.k8s.io/v1", StorageClass), ("v1", Claim)];

    public override IEnumerable<ObjectRef> Reads(WorkloadFacts facts, Func<string, IReadOnlyCollection<string>> names) =>
        names(Claim).Where(name => IsClaimOf(facts.Workload, null, name)).Select(name => new ObjectRef("v1", Claim, facts.Workload.Namespace, name));

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item)
    {
        var workload = item.Facts.Workload;
        var existing = item.NamesOf(StorageClass);
        switch (workload.Kind)
        {
            case Claim when !item.IsLiveKnown:
                throw new OperationRefusedException($"Whether {workload.Address} has a volume already could not be read, and the class of such a claim stays; look at it and change it by hand.");
            case Claim when IsBound(item.Live(FieldPath.Of())!.Value):
                throw Bound([workload.Name], workload);
            case Claim:
                var now = item.DeclaredText(OfClaim);
                return [new FieldEdit.Set(OfClaim, JsonValue.Create(Wanted(now, existing, workload)))
                {
                    Then = string.IsNullOrEmpty(now) ? null : $"Kubernetes keeps the class that a claim was made with: delete {Claim} {workload.Name} of namespace {workload.Namespace} once this is merged; it has no volume and so no data, and Argo CD makes it anew",
                }];
            case "StatefulSet":
                return [OfTemplate(item, workload, existing)];
            default:
                throw new OperationRefusedException($"{workload.Address} is no claim for a volume and has no templates of claims; correct the runbook's symptom, or its solution.");
        }
    }

    internal static SetStorageClass? Read(FrontMatterMap map)
    {
        var (name, template) = (map.Text("name"), map.Text("template"));
        map.RefuseOtherKeys();
        foreach (var (key, value, what) in new[] { ("name", name, StorageClass), ("template", template, "template of claims") })
        {
            if (value is not null && !Labels.IsName(value))
            {
                map.Refuse(key, $"'{value}' is not the name of a {what}; allowed are a-z, 0-9, dashes and dots");
                return null;
            }
        }

        return (map.Has("name") && name is null) || (map.Has("template") && template is null) ? null : new SetStorageClass(name, template);
    }

    private FieldEdit.Set OfTemplate(DeclaredObject item, ObjectRef workload, IReadOnlyCollection<string> existing)
    {
        var templates = (item.Declared(Templates) as JsonArray ?? [])
            .Select((template, index) => (Index: index, Name: Text(template?["metadata"]?["name"]), Class: Text(template?["spec"]?["storageClassName"])))
            .ToList();
        var chosen = Template is not null ? templates.FindAll(template => template.Name == Template)
            : templates.Count > 1 ? templates.FindAll(template => item.Facts.Missing.Contains(template.Class ?? ""))
            : templates;
        if (chosen is not [var (index, claim, now)])
        {
            throw new OperationRefusedException($"Git declares {(templates.Count == 0 ? "no templates of claims" : $"the templates of claims {string.Join(", ", templates.Select(template => template.Name))}")} for {workload.Address}, and which is meant cannot be told; name one as the runbook's 'template'.");
        }

        var names = item.NamesOf(Claim).Where(name => IsClaimOf(workload, claim, name)).Order(StringComparer.Ordinal).ToList();
        var bound = names.Where(name => item.Other(new ObjectRef("v1", Claim, workload.Namespace, name)) is not { } live || IsBound(live)).ToList();
        return bound.Count > 0
            ? throw Bound(bound, workload)
            : new FieldEdit.Set(Templates.Item(index.ToString(CultureInfo.InvariantCulture)).Then("spec", "storageClassName"), JsonValue.Create(Wanted(now, existing, workload)))
            {
                Then = $"Kubernetes keeps the templates that a StatefulSet was made with: delete StatefulSet {workload.Name} of namespace {workload.Namespace}{(names.Count == 0 ? "" : $" and its claims {string.Join(", ", names)}, which have no volume and so no data,")} once this is merged, and Argo CD makes it anew",
            };
    }

    private string Wanted(string? now, IReadOnlyCollection<string> existing, ObjectRef workload)
    {
        var asked = Class ?? now ?? throw new OperationRefusedException($"{workload.Address} names no StorageClass that could be corrected; give the runbook's '{Key}' a 'name'.");
        if (existing.Contains(asked))
        {
            return Class ?? throw new OperationRefusedException($"The StorageClass {asked} that {workload.Address} names exists; correct the runbook's symptom, or give its '{Key}' a 'name'.");
        }

        return Likeness.Nearest(asked, existing) switch
        {
            [var one] => one,
            [] => throw new OperationRefusedException($"No StorageClass with a name like {asked} exists{(existing.Count == 0 ? "" : $", only {string.Join(", ", existing.Order(StringComparer.Ordinal))}")}; add it, or correct the runbook's 'name'."),
            var several => throw new OperationRefusedException($"The StorageClass {asked} could be {string.Join(" or ", several)}; give the runbook's '{Key}' the 'name' that is meant."),
        };
    }

    private static OperationRefusedException Bound(List<string> claims, ObjectRef workload) => new(
        $"The class of a claim that has a volume cannot be changed, and {string.Join(", ", claims)} of namespace {workload.Namespace} {(claims.Count == 1 ? "has" : "have")} one; add a claim of the other class beside it, copy the data, and change the claim's name in the workload by hand.");

    private static bool IsBound(JsonElement claim) =>
        Text(claim, "spec", "volumeName") is { Length: > 0 } || Text(claim, "status", "phase") is not ("Pending" or null);

    private static string? Text(JsonElement claim, string part, string name) =>
        claim.TryGetProperty(part, out var map) && map.ValueKind == JsonValueKind.Object && map.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Text(JsonNode? node) => node is JsonValue value ? value.ToString() : null;

    // Claims are named after their template, the StatefulSet and the pod's number.
    private static bool IsClaimOf(ObjectRef workload, string? template, string name)
    {
        var dash = name.LastIndexOf('-');
        var owner = dash < 0 ? "" : name[..dash];
        return workload.Kind == "StatefulSet" && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && (template is null ? owner.EndsWith($"-{workload.Name}", StringComparison.Ordinal) : owner == $"{template}-{workload.Name}");
    }
}
