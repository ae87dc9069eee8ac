using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AiSre.Clusters.Objects;
using AiSre.Runbooks.Format;

namespace AiSre.Runbooks.Operations;

/// <summary>
/// Corrects a key or port that an object refers to and that is not there: to the one that is nearly the same, or to the only port that there is.
/// </summary>
/// <param name="Kind"><c>ConfigMapKey</c>, <c>SecretKey</c> or <c>ServicePort</c>.</param>
/// <param name="Missing">The key or port that is not there; null for the one that the symptoms name.</param>
/// <param name="Of">The object that lacks it; null for the one that the symptoms name.</param>
public sealed record FixPartReference(string Kind, string? Missing, string? Of) : FieldOperation
{
    private const string Ports = "ServicePort";

    public override string Name => FixReference.Key;

    public override string Summary => $"correct the {What}{(Missing is null ? "" : $" {Missing}")}{(Of is null ? "" : $" of {Holder} {Of}")} to the one that exists";

    private string What => Kind == Ports ? "port" : "key";

    private string Holder => ReferenceKinds.HolderOf(Kind)!;

    public override IEnumerable<ObjectRef> Reads(WorkloadFacts facts, Func<string, IReadOnlyCollection<string>> names) =>
        facts.MissingParts.Select(part => part.Of).Append(Of).OfType<string>().Distinct().Select(name => new ObjectRef("v1", Holder, facts.Workload.Namespace, name));

    public override IEnumerable<FieldEdit> Plan(DeclaredObject item)
    {
        var (address, missing) = (item.Facts.Workload.Address, Named(item.Facts));

        // A Service's own ports lead to its pods; everybody else's lead to a Service.
        var isOwn = Kind == Ports && item.Facts.Workload.Kind == Holder;
        var known = item.PartsOf(isOwn ? "Pod" : Holder, missing.Of) ?? throw new OperationRefusedException(isOwn
            ? $"No workload of the application has the labels that Service {missing.Of} selects and opens a port; correct the Service by hand."
            : $"Which {What}s {Holder} {missing.Of} has is not known{(Kind == "SecretKey" ? ", since AiSre reads no Secrets and Git does not declare them" : "")}; correct the {What} of {address} by hand.");
        if (known.Names.Contains(missing.Name) || known.Numbers.Contains(missing.Name))
        {
            throw new OperationRefusedException($"{Holder} {missing.Of} has the {What} {missing.Name} that {address} refers to; correct the runbook's symptom, or sync the application.");
        }

        var meant = Choose(known, missing, address, isOwn);
        var sites = Sites(item, known, missing, isOwn, missing.Name);
        sites = sites.IsEmpty ? Sites(item, known, missing, isOwn, meant) : sites;
        return !sites.IsEmpty
            ? sites.Select(path => new FieldEdit.Set(path, Kind == Ports && IsNumber(meant) ? JsonValue.Create(int.Parse(meant, CultureInfo.InvariantCulture)) : JsonValue.Create(meant)))
            : throw new OperationRefusedException($"Git declares nothing of {address} that refers to the {What} {missing.Name} of {Holder} {missing.Of}; find what does and correct it there.");
    }

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private MissingPart Named(WorkloadFacts facts)
    {
        var found = facts.MissingParts.Distinct().Where(part => (Missing is null || part.Name == Missing) && (Of is null || part.Of == Of)).ToList();
        return found switch
        {
            [var one] => one,
            [] when Missing is not null && (Of ?? (Kind == Ports && facts.Workload.Kind == Holder ? facts.Workload.Name : null)) is { } of => new MissingPart(of, Missing),
            [] => throw new OperationRefusedException($"The symptoms of {facts.Workload.Address} name no {What} that is missing; give the runbook's '{Name}' a 'name', and with 'of' the {Holder}."),
            var several => throw new OperationRefusedException($"The symptoms of {facts.Workload.Address} name {several.Count} {What}s that are missing ({string.Join(", ", several.Select(part => $"{part.Name} of {part.Of}"))}); give the runbook's '{Name}' a 'name' and 'of'."),
        };
    }

    // Numbers that look alike mean nothing; that there is only one port does.
    private string Choose(ReferredObject known, MissingPart missing, string address, bool isOwn)
    {
        var pool = (IsNumber(missing.Name) && Kind == Ports) || (isOwn && known.Names.IsEmpty) ? known.Numbers : known.Names;
        var near = pool == known.Numbers ? [] : Likeness.Nearest(missing.Name, pool);
        return near switch
        {
            [var one] => one,
            [] when Kind == Ports && pool.Distinct().ToList() is [var only] => only,
            [] => throw new OperationRefusedException($"{(isOwn ? $"The pods of Service {missing.Of} open" : $"{Holder} {missing.Of} has")} no {What} like {missing.Name} that {address} refers to{Only(known)}; add it, or correct the {What} by hand."),
            _ => throw new OperationRefusedException($"The {What} {missing.Name} that {address} refers to could be {string.Join(" or ", near)} of {Holder} {missing.Of}; correct it by hand."),
        };
    }

    private static string Only(ReferredObject known)
    {
        const int few = 10;
        var all = known.Names.Concat(known.Numbers).Distinct().ToList();
        return all.Count == 0 ? "" : $", only {string.Join(", ", all.Take(few))}{(all.Count > few ? $" and {all.Count - few} more" : "")}";
    }

    private ImmutableArray<FieldPath> Sites(DeclaredObject item, ReferredObject known, MissingPart missing, bool isOwn, string value) =>
    [
        .. item.FieldsWith(value).Where(path => ReferenceKinds.HolderPath(Kind, [.. path.Steps]) is { } holder
            && (holder.Length == 0 ? isOwn : item.DeclaredText(FieldPath.Of(holder)) is { } name && (name == missing.Of || name == known.Name))),
    ];
}
