using System.Collections.Immutable;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.Data;
using AiSre.Detection;
using AiSre.Diagnosis;
using AiSre.Incidents;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Runbooks.Operations;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Remediation.Proposals;

/// <summary>Which workloads an incident's solution is for, and where Git declares them.</summary>
internal sealed class SolutionTargets
{
    private SolutionTargets(ImmutableArray<SolutionTarget> items) => Items = items;

    public ImmutableArray<SolutionTarget> Items { get; }

    /// <summary>As <c>namespace/name</c>.</summary>
    public ImmutableArray<string> Applications => [.. Items.Select(target => target.Application).Distinct()];

    /// <summary>Whether what other applications do counts: for charts and what an application sets itself, and where it is not known what it is.</summary>
    public bool NeedOthers => Items.Any(target => !target.Scene.Application.HasPlainSources);

    /// <summary>Targets of which something else was learnt.</summary>
    public static SolutionTargets Of(ImmutableArray<SolutionTarget> items) => new(items);

    /// <summary>The same, knowing the other applications, which may use the same charts and files.</summary>
    /// <param name="cluster">Where they are.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">The cluster cannot be reached, or refuses.</exception>
    public async Task<SolutionTargets> WithOthersAsync(ClusterConnection cluster, CancellationToken cancellationToken)
    {
        var all = (await cluster.ListAsync(ObjectKinds.Application, null, cancellationToken)).OfType<Application>().ToList();
        return new SolutionTargets([.. Items.Select(target => target with { Scene = target.Scene with { Others = [.. all.Where(other => other.Ref != target.Scene.Application.Ref)] } })]);
    }

    /// <summary>Reads them from the incident's symptoms and evidence.</summary>
    /// <param name="db">The database.</param>
    /// <param name="incidentId">The incident.</param>
    /// <param name="proposed">The addresses of workloads that its proposal is for already; they stay, though they may have recovered.</param>
    /// <param name="imagesBefore">Which other images a workload's containers had when it was last well, asked with what the incident has kept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">A workload is not managed from Git.</exception>
    public static async Task<SolutionTargets> LoadAsync(
        AiSreDbContext db,
        Guid incidentId,
        ImmutableArray<string> proposed,
        Func<ObjectRef, EvidenceSet, ImmutableDictionary<string, string>> imagesBefore,
        CancellationToken cancellationToken)
    {
        var symptoms = await db.Set<SymptomRecord>().AsNoTracking()
            .Where(symptom => symptom.IncidentId == incidentId && !symptom.IsConsequence)
            .ToListAsync(cancellationToken);
        return Of(symptoms, proposed, EvidenceSet.From(await KeptEvidence.LoadAsync(db, incidentId, cancellationToken)), imagesBefore);
    }

    /// <summary>Reads them from symptoms and evidence. Pure.</summary>
    /// <param name="records">What the workloads show, without what only follows from it.</param>
    /// <param name="proposed">The addresses of workloads that its proposal is for already; they stay, though they may have recovered.</param>
    /// <param name="evidence">The workloads, their applications and what else was kept.</param>
    /// <param name="imagesBefore">Which other images a workload's containers had when it was last well, asked with what the incident has kept.</param>
    /// <exception cref="ProblemException">A workload is not managed from Git.</exception>
    public static SolutionTargets Of(
        IReadOnlyList<SymptomRecord> records,
        ImmutableArray<string> proposed,
        EvidenceSet evidence,
        Func<ObjectRef, EvidenceSet, ImmutableDictionary<string, string>> imagesBefore)
    {
        var symptoms = ClaimOwners.Fold(records);
        ImmutableArray<SolutionTarget> targets =
        [
            .. symptoms.Where(one => one.Symptom.GoneAt is null || proposed.Contains(one.Workload.Address)).GroupBy(one => one.Workload, one => one.Symptom)
                .OrderBy(group => group.Key.Address, StringComparer.Ordinal)
                .Select(group => Target(group.Key, group.Select(symptom => symptom.Application).FirstOrDefault(name => name is not null), evidence) with
                {
                    Live = evidence.JsonOf(group.Key),
                    FailingContainers = [.. group.Select(symptom => symptom.Symptom.Parameters.GetValueOrDefault(SymptomParameters.Container)).OfType<string>().Distinct()],
                    Missing = [.. group.Select(symptom => symptom.Symptom.Parameters.GetValueOrDefault(SymptomParameters.Reference)).OfType<string>().Distinct()],
                    MissingParts = [.. group.Select(symptom => MissingParts.Of(symptom.Symptom)).OfType<MissingPart>().Distinct()],
                    ImagesBefore = imagesBefore(group.Key, evidence),
                }),
        ];
        if (targets.IsEmpty)
        {
            throw new ProblemException("Nothing shows the symptom any more, so there is nothing to change; AiSre waits whether it stays so.", isTransient: true);
        }

        return new SolutionTargets(targets);
    }

    private static SolutionTarget Target(ObjectRef workload, string? name, EvidenceSet kept)
    {
        var evidence = kept.Objects;

        // An application that is at fault itself: what its own sources declare is what can be put back.
        name = workload.Kind == nameof(Application) ? $"{workload.Namespace}/{workload.Name}" : name;
        if (name is null)
        {
            throw new ProblemException($"{workload.Address} is not managed by an Argo CD application, so AiSre does not know its place in Git; change it where it is declared.");
        }

        var application = evidence.All<Application>().FirstOrDefault(candidate => $"{candidate.Metadata.Namespace}/{candidate.Metadata.Name}" == name)
            ?? throw new ProblemException($"The Argo CD application {name} of {workload.Address} could not be read; allow AiSre to read applications.");
        var source = application.Spec.WrittenSources.FirstOrDefault(candidate => candidate.Path.Length > 0 || candidate.RefName.Length == 0)
            ?? throw new ProblemException($"The application {name} has no source that could declare {workload.Address}; correct the application.");
        return new SolutionTarget(workload, name, source, Images(workload, evidence)) { Scene = new ApplicationScene(application, []) };
    }

    private static ImmutableArray<ContainerImage> Images(ObjectRef workload, ObjectCache evidence)
    {
        var spec = evidence.Find(workload) switch
        {
            Deployment deployment => deployment.Spec.Template.Spec,
            StatefulSet statefulSet => statefulSet.Spec.Template.Spec,
            DaemonSet daemonSet => daemonSet.Spec.Template.Spec,
            Job job => job.Spec.Template.Spec,
            CronJob cronJob => cronJob.Spec.JobTemplate.Spec.Template.Spec,
            Pod pod => pod.Spec,
            HorizontalPodAutoscaler or Ingress or HttpRoute or Service or PersistentVolumeClaim or PodDisruptionBudget or NetworkPolicy or Application => PodSpec.Empty, // They have no containers, and operations on their fields need none.
            null => throw new ProblemException($"{workload.Address} was gone before it could be read; AiSre waits whether it comes back.", isTransient: true),
            _ => throw new ProblemException($"AiSre does not know where {workload.Kind} keeps its containers; change {workload.Address} by hand."),
        };
        return [.. spec.InitContainers.Concat(spec.Containers).Select(container => new ContainerImage(container.Name, container.Image))];
    }
}
