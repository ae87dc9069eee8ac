using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Ingresses: backends, classes and certificates that they name and that are not there or over.</summary>
internal sealed class IngressAnalyzer : Analyzer<Ingress>
{
    /// <summary>A certificate that somebody issues for a new Ingress takes a while to come.</summary>
    private static readonly TimeSpan StartMayTake = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Recently = TimeSpan.FromHours(1);

    protected override IEnumerable<Symptom> Analyze(Ingress value, ObjectCache cache, DateTimeOffset now)
    {
        if (value.Metadata.DeletionTimestamp is not null)
        {
            return [];
        }

        return [.. Classes(value, cache), .. Backends(value, cache), .. Certificates(value, cache, now), .. Said(value, cache, now)];
    }

    private static IEnumerable<Symptom> Classes(Ingress value, ObjectCache cache)
    {
        var classes = cache.All<IngressClass>();
        var name = value.Spec.IngressClassName.Length > 0 ? value.Spec.IngressClassName : value.Metadata.Annotations[KeptAnnotations.IngressClass] ?? "";
        var knowsClasses = classes.Count > 0 || cache.IsListed(ObjectKinds.IngressClass);
        if (name is "gce" or "gce-internal")
        {
            yield break; // GKE's own controller serves these two without an IngressClass.
        }

        if (value.Spec.IngressClassName.Length > 0 && classes.All(one => one.Metadata.Name != name) && (knowsClasses || !HasAddress(value)))
        {
            yield return new SymptomBuilder(SymptomReason.ReferenceMissing, knowsClasses ? Severity.Error : Severity.Info, value)
                .Says($"the Ingress names class {name}, which does not exist, so no controller serves it")
                .Blames(RootCause.IngressClassMissing, value.Ref)
                .With(SymptomParameters.Target, "class")
                .With(SymptomParameters.Reference, name)
                .QuotesField("ingressClassName", name)
                .Build();
        }
        else if (name.Length == 0 && !HasAddress(value) && classes.All(one => one.Metadata.Annotations[KeptAnnotations.DefaultIngressClass] != "true"))
        {
            yield return new SymptomBuilder(SymptomReason.ReferenceMissing, knowsClasses ? Severity.Warning : Severity.Info, value)
                .Says("the Ingress names no class, and none is the default, so no controller serves it")
                .Blames(RootCause.IngressClassMissing, value.Ref)
                .With(SymptomParameters.Target, "class")
                .QuotesField("name", value.Metadata.Name)
                .Build();
        }
    }

    private static IEnumerable<Symptom> Backends(Ingress value, ObjectCache cache)
    {
        var backends = value.Spec.Rules.SelectMany(rule => rule.Http?.Paths ?? []).Select(path => path.Backend?.Service)
            .Append(value.Spec.DefaultBackend?.Service)
            .OfType<IngressServiceBackend>()
            .Where(backend => backend.Name.Length > 0)
            .DistinctBy(backend => (backend.Name, backend.Port?.Name, backend.Port?.Number));
        foreach (var backend in backends)
        {
            var reference = new ObjectRef("v1", "Service", value.Metadata.Namespace, backend.Name);
            var port = backend.Port is { Name.Length: > 0 } named ? named.Name : ProbeSymptoms.Number(backend.Port?.Number ?? 0);
            if (BackendCheck.Of(reference, port, cache) is { } problem)
            {
                yield return new SymptomBuilder(SymptomReason.BackendMissing, Severity.Error, value)
                    .Says($"the Ingress sends to {problem}")
                    .Blames(RootCause.IngressBackendMissing, value.Ref, reference)
                    .With(SymptomParameters.Target, $"{backend.Name}:{port}")
                    .With(SymptomParameters.Reference, backend.Name)
                    .QuotesField("name", backend.Name)
                    .Build();
            }
        }
    }

    private static IEnumerable<Symptom> Certificates(Ingress value, ObjectCache cache, DateTimeOffset now)
    {
        foreach (var tls in value.Spec.Tls.Where(tls => tls.SecretName.Length > 0).DistinctBy(tls => tls.SecretName))
        {
            var reference = new ObjectRef("v1", "Secret", value.Metadata.Namespace, tls.SecretName);
            var secret = cache.Find<Secret>(reference);
            var said = ControllerSays(tls, value, cache);
            if (secret?.Data.Certificates is { Count: > 0 } ends && ends.Values.Min() < now)
            {
                yield return Expired(value, tls, ends.Values.Min(), said);
            }
            else if (said is { } words && words.Code == RootCause.CertificateExpired)
            {
                yield return Expired(value, tls, null, said);
            }
            else if (secret is null && (cache.IsListed(ObjectKinds.Secret) || cache.In<Secret>(value.Metadata.Namespace).Count > 0 || said?.Code == RootCause.TlsSecretMissing))
            {
                yield return new SymptomBuilder(SymptomReason.ReferenceMissing, now - (value.Metadata.CreationTimestamp ?? DateTimeOffset.MinValue) < StartMayTake ? Severity.Info : Severity.Warning, value)
                    .Says($"TLS names Secret {tls.SecretName}, which does not exist")
                    .Blames(RootCause.TlsSecretMissing, value.Ref, reference)
                    .With(SymptomParameters.Target, tls.SecretName)
                    .With(SymptomParameters.Reference, tls.SecretName)
                    .QuotesField("secretName", tls.SecretName)
                    .Quotes(said?.Log ?? "", said?.Line ?? "")
                    .PointsAt(reference)
                    .Build();
            }
        }
    }

    // Controllers of load balancers say here what they cannot make of the Ingress: AWS (FailedBuildModel, FailedDeployModel), Google (Translate,
    // Sync), NGINX Inc. (Rejected).
    private static IEnumerable<Symptom> Said(Ingress value, ObjectCache cache, DateTimeOffset now) => cache.EventsOf(value)
        .Where(said => said.Type == "Warning" && now - (said.LastSeen ?? now) < Recently && said.Reason is "FailedBuildModel" or "FailedDeployModel" or "Translate" or "Sync" or "Rejected")
        .Take(1)
        .Select(said => new SymptomBuilder(SymptomReason.ConditionFailed, Severity.Warning, value)
            .Says(said.Text)
            .Since(said.FirstSeen)
            .Quotes(said)
            .PointsAt(value.Spec.Rules.SelectMany(rule => rule.Http?.Paths ?? []).Select(path => path.Backend?.Service?.Name ?? "").Where(name => name.Length > 0).Distinct()
                .Select(name => new ObjectRef("v1", "Service", value.Metadata.Namespace, name)))
            .Build());

    private static Symptom Expired(Ingress value, IngressTls tls, DateTimeOffset? end, (RootCause Code, string Log, string Line)? said) =>
        new SymptomBuilder(SymptomReason.CertificateExpired, Severity.Error, value)
            .Says($"the certificate in Secret {tls.SecretName} for {string.Join(", ", tls.Hosts)} is over{(end is { } at ? $" since {at:yyyy-MM-dd HH:mm}Z" : "")}")
            .Blames(RootCause.CertificateExpired, value.Ref, new ObjectRef("v1", "Secret", value.Metadata.Namespace, tls.SecretName))
            .With(SymptomParameters.Target, tls.SecretName)
            .With(SymptomParameters.Reference, tls.SecretName)
            .QuotesField("secretName", tls.SecretName)
            .Quotes(said?.Log ?? "", said?.Line ?? "")
            .Since(end)
            .Build();

    // Secrets are not read from clusters; the ingress controller reads them, and writes what it finds into its log.
    private static (RootCause Code, string Log, string Line)? ControllerSays(IngressTls tls, Ingress value, ObjectCache cache)
    {
        foreach (var log in cache.Logs())
        {
            foreach (var line in log.Text.Split('\n'))
            {
                if (line.Contains(tls.SecretName, StringComparison.Ordinal) && line.Contains(value.Metadata.Namespace ?? "", StringComparison.Ordinal))
                {
                    var code = line.Contains("expired", StringComparison.OrdinalIgnoreCase) ? RootCause.CertificateExpired
                        : line.Contains("does not exist", StringComparison.OrdinalIgnoreCase) || line.Contains("not found", StringComparison.OrdinalIgnoreCase) || line.Contains("no object matching key", StringComparison.OrdinalIgnoreCase) ? RootCause.TlsSecretMissing
                        : RootCause.Unknown;
                    if (code != RootCause.Unknown)
                    {
                        return (code, log.Address, line.Trim());
                    }
                }
            }
        }

        return null;
    }

    private static bool HasAddress(Ingress value) => value.Status.LoadBalancer.Ingress.Count > 0;
}
