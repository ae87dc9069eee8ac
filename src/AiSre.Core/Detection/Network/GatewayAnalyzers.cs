using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Gateway classes that no controller accepts.</summary>
internal sealed class GatewayClassAnalyzer : Analyzer<GatewayClass>
{
    protected override IEnumerable<Symptom> Analyze(GatewayClass value, ObjectCache cache, DateTimeOffset now) =>
        value.Status.Conditions.OfType("Accepted") is not { } accepted ? []
        : GatewayConditions.IsRefusal(value, accepted, now) ? [GatewayConditions.Symptom(value, accepted, Severity.Error).Blames(RootCause.GatewayNotAccepted, value.Ref).Build()]
        : GatewayConditions.IsIgnored(value, accepted, now) ? [GatewayConditions.Symptom(value, accepted, Severity.Warning).Blames(RootCause.GatewayNotAccepted, value.Ref).Build()]
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
        var failed = all.Where(one => GatewayConditions.IsRefusal(value, one, now)).ToList();

        // What it could not resolve is why it is not programmed.
        if (failed.Find(one => one.Type == "ResolvedRefs") is { } unresolved)
        {
            var isTls = unresolved.Reason == "InvalidCertificateRef";
            var secret = value.Spec.Listeners.SelectMany(listener => listener.Tls?.CertificateRefs ?? []).Select(reference => reference.Name).FirstOrDefault(name => unresolved.Message.Contains(name, StringComparison.Ordinal));
            yield return GatewayConditions.Symptom(value, unresolved, Severity.Error)
                .Blames(isTls && IsMissing(unresolved.Message) ? RootCause.TlsSecretMissing : RootCause.GatewayNotAccepted, value.Ref)
                .With(SymptomParameters.Reference, secret)
                .QuotesField("name", secret ?? "")
                .PointsAt(secret is null ? [parent] : [parent, new ObjectRef("v1", "Secret", value.Metadata.Namespace, secret)])
                .Build();
        }
        else if ((failed.Find(one => one.Type == "Accepted") ?? failed.FirstOrDefault() ?? all.Find(one => GatewayConditions.IsIgnored(value, one, now))) is { } condition)
        {
            yield return GatewayConditions.Symptom(value, condition, condition.Status == "Unknown" ? Severity.Warning : Severity.Error).Blames(RootCause.GatewayNotAccepted, value.Ref).PointsAt(parent).Build();
        }
        else if (value.Spec.GatewayClassName.Length > 0 && cache.Find<GatewayClass>(parent) is null)
        {
            var knowsClasses = cache.All<GatewayClass>().Count > 0 || cache.IsListed(ObjectKinds.GatewayClass);
            var isAccepted = value.Status.Conditions.OfType("Accepted") is { IsTrue: true };
            yield return new SymptomBuilder(SymptomReason.ReferenceMissing, !knowsClasses ? Severity.Info : isAccepted ? Severity.Warning : Severity.Error, value)
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
