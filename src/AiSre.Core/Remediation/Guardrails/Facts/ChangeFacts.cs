using System.Collections.Immutable;
using AiSre.Clusters;
using AiSre.Clusters.Objects;
using AiSre.GitHub;
using AiSre.Incidents;
using AiSre.Remediation.Guardrails.Format;
using AiSre.Remediation.Guardrails.Storage;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proposals;
using Microsoft.Extensions.Logging;

namespace AiSre.Remediation.Guardrails.Facts;

/// <summary>Looks up what gates have to know of a change itself: in its row, in its cluster, in calendars. What cannot be looked up is not known.</summary>
internal sealed partial class ChangeFacts(ClusterConnections clusters, GuardrailFiles files, IRunbookStandings standings, ILogger<ChangeFacts> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<GuardrailSubject> ReadAsync(Incident incident, Proposal proposal, GuardrailFile? file, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changes = Changes(proposal);
        var applications = await LookAsync(() => ApplicationsAsync(incident, proposal, cancellationToken), cancellationToken);
        return new GuardrailSubject
        {
            At = now,
            RunbookId = proposal.RunbookId,
            Repository = RepositoryAddress.TryParse(proposal.RepositoryUrl) is { } address ? address.ToString() : Fact.Unknown<string>($"{proposal.RepositoryUrl} is not the address of a repository."),
            Files = proposal.Files.Select(change => change.Path).ToImmutableArray(),
            Owners = proposal.Owners.IsDefault ? [] : proposal.Owners,
            Changes = changes,
            Places = applications.IsKnown ? Places(incident, changes, applications.Value) : Fact.Unknown<ImmutableArray<GuardrailPlace>>(applications.Problem),
            Sizes = await SizesAsync(incident, changes, applications, cancellationToken),
            Proof = proposal.Proof is { } proof ? proof : Fact.Unknown<ProposalProof>("Nothing was proven of the change."),
            SyncWindows = await LookAsync(() => WindowsAsync(incident, applications.Value, cancellationToken), cancellationToken),
            Standing = await LookAsync(async () => await standings.OfAsync(proposal.Id, cancellationToken) ?? throw new UnknownFactException("The standing of its runbook is not known."), cancellationToken),
            Calendars = await CalendarsAsync(file, cancellationToken),
        };
    }

    private static Fact<ImmutableArray<RenderedChange>> Changes(Proposal proposal)
    {
        if (proposal.Proof is not { } proof)
        {
            return Fact.Unknown<ImmutableArray<RenderedChange>>("It is not known what the change comes to, since it was not rendered.");
        }

        return proof.Checks.FirstOrDefault(check => check.Name == ProposalProver.Rendered && check.State != ProofState.Proven) is { } unproven
            ? Fact.Unknown<ImmutableArray<RenderedChange>>(unproven.Sentence)
            : proof.Changes.IsDefaultOrEmpty ? Fact.Unknown<ImmutableArray<RenderedChange>>("It is not known what the change comes to, since no rendered object differs.") : proof.Changes;
    }

    private async Task<ImmutableArray<Application>> ApplicationsAsync(Incident incident, Proposal proposal, CancellationToken cancellationToken)
    {
        var (cluster, found) = (clusters.Get(incident.Cluster), ImmutableArray.CreateBuilder<Application>());
        foreach (var name in proposal.Applications.Distinct())
        {
            var slash = name.IndexOf('/', StringComparison.Ordinal);
            var reference = new ObjectRef("argoproj.io/v1alpha1", "Application", name[..slash], name[(slash + 1)..]);
            found.Add(await cluster.ReadAsync<Application>(reference, cancellationToken) ?? throw new UnknownFactException($"The Argo CD application {name} is not there any more."));
        }

        return found.Count > 0 ? found.ToImmutable() : throw new UnknownFactException("It is not known which applications change.");
    }

    // Which of several applications an object belongs to is not kept: it counts for each of them.
    private static Fact<ImmutableArray<GuardrailPlace>> Places(Incident incident, Fact<ImmutableArray<RenderedChange>> changes, ImmutableArray<Application> applications) => !changes.IsKnown
        ? Fact.Unknown<ImmutableArray<GuardrailPlace>>(changes.Problem)
        : applications.SelectMany(application => changes.Value.Select(change => new GuardrailPlace(
            application.Spec.Destination is { IsInCluster: false } other ? (other.Name.Length > 0 ? other.Name : other.Server) : incident.Cluster,
            NamespaceOf(change.Object, application.Spec.Destination.Namespace),
            Name(application),
            incident.Cluster))).Distinct().ToImmutableArray();

    private static string? NamespaceOf(string address, string destination)
    {
        var parts = address.Split('/');
        return parts.Length > 2 ? parts[1]
            : destination.Length > 0 && ObjectKinds.All.Any(kind => kind.Kind == parts[0] && kind.IsNamespaced) ? destination
            : null;
    }

    private async Task<Fact<ImmutableArray<WorkloadSize>>> SizesAsync(
        Incident incident, Fact<ImmutableArray<RenderedChange>> changes, Fact<ImmutableArray<Application>> applications, CancellationToken cancellationToken)
    {
        if (!changes.IsKnown || !applications.IsKnown)
        {
            return Fact.Unknown<ImmutableArray<WorkloadSize>>(changes.IsKnown ? applications.Problem : changes.Problem);
        }

        if (applications.Value.FirstOrDefault(application => !application.Spec.Destination.IsInCluster) is { } elsewhere)
        {
            return Fact.Unknown<ImmutableArray<WorkloadSize>>($"{Name(elsewhere)} deploys to another cluster, where AiSre does not count its pods.");
        }

        var spaces = applications.Value.Select(application => application.Spec.Destination.Namespace).Distinct().ToList();
        var read = await LookAsync(
            async () => (await PodCounts.ReadAsync(clusters.Get(incident.Cluster), changes.Value, spaces is [{ Length: > 0 } only] ? only : null, cancellationToken)).Value, cancellationToken);
        return read;
    }

    private async Task<ImmutableArray<ApplicationWindows>> WindowsAsync(Incident incident, ImmutableArray<Application> applications, CancellationToken cancellationToken)
    {
        var projects = (await clusters.Get(incident.Cluster).ListAsync(ObjectKinds.AppProject, null, cancellationToken)).OfType<AppProject>().ToList();
        return [.. applications.Select(application =>
        {
            // A project is in Argo CD's own namespace, which need not be that of the application.
            var name = application.Spec.Project.Length > 0 ? application.Spec.Project : "default";
            var candidates = projects.FindAll(project => project.Metadata.Name == name);
            var project = candidates.Find(candidate => candidate.Metadata.Namespace == application.Metadata.Namespace) ?? (candidates is [var only] ? only : null)
                ?? throw new UnknownFactException($"The project {name} of {Name(application)} could not be read, so its sync windows are not known.");
            return new ApplicationWindows(Name(application), name, application.Spec.Destination, [.. project.Spec.SyncWindows]);
        })];
    }

    private async Task<ImmutableDictionary<string, Fact<string>>> CalendarsAsync(GuardrailFile? file, CancellationToken cancellationToken)
    {
        var read = ImmutableDictionary.CreateBuilder<string, Fact<string>>(StringComparer.Ordinal);
        foreach (var calendar in file?.Calendars ?? [])
        {
            if (calendar.File is { } name)
            {
                read[calendar.Name] = await LookAsync(() => files.ReadCalendarAsync(name, cancellationToken), cancellationToken);
            }
        }

        return read.ToImmutable();
    }

    private static string Name(Application application) => $"{application.Metadata.Namespace}/{application.Metadata.Name}";

    /// <summary>What is found, or why it is not known: somebody does not answer, is too slow, or it is a defect.</summary>
    private async Task<Fact<T>> LookAsync<T>(Func<Task<T>> look, CancellationToken cancellationToken)
        where T : notnull
    {
        try
        {
            return await look().WaitAsync(Patience, cancellationToken);
        }
        catch (Exception problem) when (problem is ProblemException or UnknownFactException)
        {
            return Fact.Unknown<T>(problem.Message);
        }
        catch (TimeoutException)
        {
            return Fact.Unknown<T>($"What a gate has to know was not answered within {Duration.Words(Patience)}.");
        }
        catch (Exception defect) when (!cancellationToken.IsCancellationRequested)
        {
            Log.LookUpFailed(logger, defect);
            return Fact.Unknown<T>($"Looking up what a gate has to know failed ({defect.GetType().Name}); AiSre's log has the details.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "What a gate of the guardrails has to know could not be looked up.")]
        public static partial void LookUpFailed(ILogger logger, Exception exception);
    }
}
