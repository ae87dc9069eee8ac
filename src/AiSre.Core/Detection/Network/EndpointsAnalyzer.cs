using AiSre.Clusters.Objects;

namespace AiSre.Detection;

/// <summary>Endpoints in files that do not hold their Service: the addresses are all that there is to go by.</summary>
internal sealed class EndpointsAnalyzer : Analyzer<Endpoints>
{
    protected override IEnumerable<Symptom> Analyze(Endpoints value, ObjectCache cache, DateTimeOffset now)
    {
        var service = new ObjectRef("v1", "Service", value.Metadata.Namespace, value.Metadata.Name);
        if (value.Metadata.Annotations[KeptAnnotations.LeaderElection] is not null
            || cache.Find<Service>(service) is { Spec.Selector.Count: > 0 } && cache.In<Pod>(value.Metadata.Namespace).Count > 0)
        {
            yield break;
        }

        var notReady = value.Subsets.Sum(subset => subset.NotReadyAddresses.Count);
        var ready = value.Subsets.Sum(subset => subset.Addresses.Count);
        if (ready == 0 && notReady > 0)
        {
            yield return new SymptomBuilder(SymptomReason.ServiceWithoutEndpoints, Severity.Error, value)
                .Says($"none of the {notReady} addresses of the Service is ready")
                .Blames(RootCause.ServiceBackendsNotReady, service)
                .QuotesField("name", value.Metadata.Name)
                .PointsAt(value.Subsets.SelectMany(subset => subset.NotReadyAddresses).Select(one => one.TargetRef).OfType<EndpointTarget>()
                    .Select(target => new ObjectRef("v1", target.Kind, target.Namespace.Length > 0 ? target.Namespace : value.Metadata.Namespace, target.Name)))
                .Build();
        }
        else if (notReady > 0)
        {
            yield return new SymptomBuilder(SymptomReason.ServiceWithoutEndpoints, Severity.Warning, value)
                .Says($"{notReady} of {ready + notReady} addresses of the Service are not ready")
                .Blames(RootCause.ServiceBackendsNotReady, service)
                .QuotesField("name", value.Metadata.Name)
                .Build();
        }
    }
}
