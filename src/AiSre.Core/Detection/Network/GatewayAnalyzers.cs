using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Gateway classes that no controller accepts.</summary>
internal sealed class GatewayClassAnalyzer : Analyzer<GatewayClass>
{
    protected override IEnumerable<Symptom> Analyze(GatewayClass value, ObjectCache cache, DateTimeOffset now) =>
        value.Status.Conditions.OfType("Accepted") is { Status: "False" } refused
            ? [GatewayConditions.Symptom(value, refused, Severity.Error).Blames(RootCause.GatewayNotAccepted, value.Ref).Build()]
            : value.Status.Conditions.OfType("Accepted") is { Status: "Unknown" } waiting && now - (waiting.LastTransitionTime ?? DateTimeOffset.MinValue) > GatewayConditions.Patience
                ? [GatewayConditions.Symptom(value, waiting, Severity.Warning).Blames(RootCause.GatewayNotAccepted, value.Ref).Build()]
                : [];
}

/// <summary>Gateways that are not accepted or programmed, and the certificates of their listeners.</summary>
internal sealed class GatewayAnalyzer : Analyzer<Gateway>
{
    protected override IEnumerable<Symptom> Analyze(Gateway value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        var parent = new ObjectRef("gateway.networking.k8s.io/v1", "GatewayClass", null, value.Spec.GatewayClassName);
        var all = value.Status.Conditions.Concat(value.Status.Listeners.SelectMany(listener => listener.Conditions)).ToList();
        var failed = all.Where(one => one is { IsFalse: true, Type: "Accepted" or "Programmed" or "ResolvedRefs" or "Ready" } && !GatewayConditions.IsPending(one, now)).ToList();
        var unknown = all.Where(one => one is { Status: "Unknown", Type: "Accepted" or "Programmed" } && now - (one.LastTransitionTime ?? DateTimeOffset.MinValue) > GatewayConditions.Patience).ToList();

        // What it could not resolve is why it is not programmed.
        if (failed.Find(one => one.Type == "ResolvedRefs") is { } unresolved)
        {
            var isTls = unresolved.Reason == "InvalidCertificateRef";
            var secret = value.Spec.Listeners.SelectMany(listener => listener.Tls?.CertificateRefs ?? []).Select(reference => reference.Name).FirstOrDefault(name => unresolved.Message.Contains(name, StringComparison.Ordinal));
            yield return GatewayConditions.Symptom(value, unresolved, Severity.Error)
                .Blames(isTls && IsMissing(unresolved.Message) ? RootCause.TlsSecretMissing : RootCause.GatewayNotAccepted, value.Ref)
                .With(SymptomParameters.Reference, secret)
                .QuotesField("name", secret ?? "")
                .PointsAt(parent)
                .Build();
        }
        else if (failed.Concat(unknown).FirstOrDefault() is { } condition)
        {
            yield return GatewayConditions.Symptom(value, condition, condition.IsFalse ? Severity.Error : Severity.Warning).Blames(RootCause.GatewayNotAccepted, value.Ref).PointsAt(parent).Build();
        }
        else if (value.Spec.GatewayClassName.Length > 0 && value.Status.Conditions.OfType("Accepted") is not { IsTrue: true }
            && cache.Find<GatewayClass>(parent) is null && (cache.All<GatewayClass>().Count > 0 || cache.IsListed(ObjectKinds.GatewayClass)))
        {
            yield return new SymptomBuilder(SymptomReason.ReferenceMissing, Severity.Error, value)
                .Says($"the Gateway names GatewayClass {value.Spec.GatewayClassName}, which does not exist")
                .Blames(RootCause.GatewayNotAccepted, value.Ref)
                .With(SymptomParameters.Reference, value.Spec.GatewayClassName)
                .QuotesField("gatewayClassName", value.Spec.GatewayClassName)
                .Build();
        }
    }

    private static bool IsMissing(string message) =>
        message.Contains("not found", StringComparison.OrdinalIgnoreCase) || message.Contains("does not exist", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Routes that no gateway accepts, and backends that do not exist.</summary>
internal sealed class HttpRouteAnalyzer : Analyzer<HttpRoute>
{
    protected override IEnumerable<Symptom> Analyze(HttpRoute value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            yield break;
        }

        var conditions = value.Status.Parents.SelectMany(parent => parent.Conditions).ToList();
        foreach (var backend in value.Spec.Rules.SelectMany(rule => rule.BackendRefs).Where(one => one.Kind is "" or "Service" && one.Name.Length > 0).DistinctBy(one => (one.Namespace, one.Name, one.Port)))
        {
            var service = new ObjectRef("v1", "Service", backend.Namespace.Length > 0 ? backend.Namespace : value.Metadata.Namespace, backend.Name);
            if (BackendCheck.Of(service, ProbeSymptoms.Number(backend.Port), cache) is { } problem)
            {
                yield return new SymptomBuilder(SymptomReason.BackendMissing, Severity.Error, value)
                    .Says($"the route sends to {problem}")
                    .Blames(RootCause.IngressBackendMissing, value.Ref, service)
                    .With(SymptomParameters.Target, $"{backend.Name}:{backend.Port}")
                    .With(SymptomParameters.Reference, backend.Name)
                    .QuotesField("name", backend.Name)
                    .Quotes(value.Ref.Address, conditions.Find(one => one is { IsFalse: true, Type: "ResolvedRefs" })?.Message ?? "")
                    .Build();
            }
        }

        if (conditions.Find(one => one is { IsFalse: true, Type: "Accepted" } && !GatewayConditions.IsPending(one, now)) is { } refused)
        {
            yield return GatewayConditions.Symptom(value, refused, Severity.Error).Blames(RootCause.GatewayNotAccepted, value.Ref).PointsAt(Parents(value)).Build();
            yield break;
        }

        foreach (var parent in Parents(value).Where(parent => cache.Find<Gateway>(parent) is null && conditions.Count == 0))
        {
            yield return new SymptomBuilder(SymptomReason.ReferenceMissing, Severity.Error, value)
                .Says($"the route belongs to Gateway {parent.Name}, which does not exist")
                .Blames(RootCause.GatewayNotAccepted, value.Ref)
                .With(SymptomParameters.Target, parent.Name)
                .With(SymptomParameters.Reference, parent.Name)
                .QuotesField("name", parent.Name)
                .Build();
        }
    }

    private static IEnumerable<ObjectRef> Parents(HttpRoute value) => value.Spec.ParentRefs
        .Where(parent => parent.Kind is "" or "Gateway" && parent.Name.Length > 0)
        .Select(parent => new ObjectRef("gateway.networking.k8s.io/v1", "Gateway", parent.Namespace.Length > 0 ? parent.Namespace : value.Metadata.Namespace, parent.Name));
}

/// <summary>What the three have in common.</summary>
internal static class GatewayConditions
{
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(5);

    public static bool IsPending(Condition condition, DateTimeOffset now) =>
        condition.Reason == "Pending" && now - (condition.LastTransitionTime ?? DateTimeOffset.MinValue) < Patience;

    public static SymptomBuilder Symptom(KubeObject value, Condition condition, Severity severity) =>
        new SymptomBuilder(SymptomReason.GatewayNotAccepted, severity, value)
            .Says(condition.Message.Length > 0 ? condition.Message : $"{condition.Type} is {condition.Status}{(condition.Reason.Length > 0 ? $": {condition.Reason}" : "")}")
            .Since(condition.LastTransitionTime)
            .Quotes(value.Ref.Address, condition.Message)
            .QuotesField("reason", condition.Reason)
            .QuotesField("type", condition.Type);
}
