using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Routes that no gateway accepts, and backends that do not exist.</summary>
internal sealed class RouteAnalyzer : Analyzer<HttpRoute>
{
    protected override IEnumerable<Symptom> Analyze(HttpRoute value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            return [];
        }

        var conditions = value.Status.Parents.SelectMany(parent => parent.Conditions).ToList();
        var refused = conditions.Find(one => one.Type is "Accepted" && GatewayConditions.IsRefusal(value, one, now));
        return
        [
            .. Backends(value, conditions, cache, now),
            .. refused is not null ? [GatewayConditions.Symptom(value, refused, Severity.Error).Blames(RootCause.GatewayNotAccepted, value.Ref).PointsAt(Parents(value).Select(parent => parent.Gateway)).Build()]
                : conditions.Count > 0 ? []
                : Parents(value).Select(parent => Attachment(value, parent.Reference, parent.Gateway, cache)).OfType<Symptom>(),
        ];
    }

    private static IEnumerable<Symptom> Backends(HttpRoute value, List<Condition> conditions, ObjectCache cache, DateTimeOffset now)
    {
        var unresolved = conditions.Find(one => one.Type == "ResolvedRefs" && GatewayConditions.IsRefusal(value, one, now));
        if (unresolved is null && conditions.OfType("ResolvedRefs") is { IsTrue: true })
        {
            yield break; // The controller has found them; the files may not hold them.
        }

        var isFound = false;
        foreach (var backend in value.Spec.Rules.SelectMany(rule => rule.BackendRefs).Where(one => one is { Kind: "" or "Service", Group: "", Name.Length: > 0 }).DistinctBy(one => (one.Namespace, one.Name, one.Port)))
        {
            var service = new ObjectRef("v1", "Service", backend.Namespace.Length > 0 ? backend.Namespace : value.Metadata.Namespace, backend.Name);
            if (BackendCheck.Of(service, ProbeSymptoms.Number(backend.Port), cache) is { } problem)
            {
                isFound = true;
                yield return new SymptomBuilder(SymptomReason.BackendMissing, Severity.Error, value)
                    .Says($"the route sends to {problem}")
                    .Blames(RootCause.IngressBackendMissing, value.Ref, service)
                    .With(SymptomParameters.Target, $"{backend.Name}:{backend.Port}")
                    .With(SymptomParameters.Reference, backend.Name)
                    .QuotesField("name", backend.Name)
                    .Quotes(value.Ref.Address, unresolved?.Message ?? "")
                    .Build();
            }
        }

        // A reference that nothing grants, a kind that nobody knows, a backend of a kind that is not read here.
        if (unresolved is not null && !isFound)
        {
            yield return GatewayConditions.Symptom(value, unresolved, Severity.Error)
                .Blames(unresolved.Reason == "BackendNotFound" ? RootCause.IngressBackendMissing : RootCause.GatewayNotAccepted, value.Ref)
                .With(SymptomParameters.Target, "backends")
                .With(SymptomParameters.Reference, value.Spec.Rules.SelectMany(rule => rule.BackendRefs).Select(one => one.Name).FirstOrDefault(name => name.Length > 0 && unresolved.Message.Contains(name, StringComparison.Ordinal)))
                .Build();
        }
    }

    private static IEnumerable<(GatewayReference Reference, ObjectRef Gateway)> Parents(HttpRoute value) => value.Spec.ParentRefs
        .Where(parent => parent is { Kind: "" or "Gateway", Name.Length: > 0 })
        .Select(parent => (parent, new ObjectRef("gateway.networking.k8s.io/v1", "Gateway", parent.Namespace.Length > 0 ? parent.Namespace : value.Metadata.Namespace, parent.Name)));

    // Where no controller has said yet whether it takes the route, what the Gateway declares tells.
    private static Symptom? Attachment(HttpRoute value, GatewayReference reference, ObjectRef parent, ObjectCache cache)
    {
        if (cache.Find<Gateway>(parent) is not { } gateway)
        {
            return Of(value, parent, $"the route belongs to Gateway {parent.Name}, which does not exist");
        }

        var listeners = gateway.Spec.Listeners.Where(listener => reference.SectionName.Length == 0 || listener.Name == reference.SectionName).ToList();
        return listeners.Count == 0 && gateway.Spec.Listeners.Count > 0 ? Of(value, parent, $"the route asks for listener {reference.SectionName} of Gateway {parent.Name}, which has none of that name")
            : listeners.Count > 0 && listeners.TrueForAll(listener => !Allows(listener, gateway, value, cache)) ? Of(value, parent, $"Gateway {parent.Name} allows no routes from namespace {value.Metadata.Namespace}")
            : null;
    }

    private static bool Allows(GatewayListener listener, Gateway gateway, HttpRoute value, ObjectCache cache) => listener.AllowedRoutes?.Namespaces switch
    {
        { From: "All" } => true,
        { From: "None" } => false,
        { From: "Selector" } chosen => cache.Find<Namespace>(new ObjectRef("v1", "Namespace", null, value.Metadata.Namespace ?? "")) is not { } space || Labels.Selects(chosen.Selector, space.Metadata.Labels),
        _ => gateway.Metadata.Namespace == value.Metadata.Namespace,
    };

    private static Symptom Of(HttpRoute value, ObjectRef parent, string message) =>
        new SymptomBuilder(SymptomReason.ReferenceMissing, Severity.Error, value)
            .Says(message)
            .Blames(RootCause.GatewayNotAccepted, value.Ref)
            .With(SymptomParameters.Target, parent.Name)
            .With(SymptomParameters.Reference, parent.Name)
            .QuotesField("name", parent.Name)
            .Build();
}
