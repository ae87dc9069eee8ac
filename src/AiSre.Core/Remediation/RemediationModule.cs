using AiSre.Clusters;
using AiSre.Data;
using AiSre.Diagnosis;
using AiSre.Incidents.Stages;
using AiSre.Remediation.Autonomy;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Guardrails;
using AiSre.Remediation.Origins;
using AiSre.Remediation.Previews;
using AiSre.Remediation.Proof;
using AiSre.Remediation.Proof.ArgoCd;
using AiSre.Remediation.Proof.Checks;
using AiSre.Remediation.Proof.Effects;
using AiSre.Remediation.Proof.Helm;
using AiSre.Remediation.Proposals;
using AiSre.Remediation.Reverts;
using AiSre.Remediation.RunbookTests;
using AiSre.Remediation.Solutions;
using AiSre.Remediation.Sources;
using AiSre.Remediation.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiSre.Remediation;

/// <summary>Stage 5: the solution becomes a proposal, a decision, a merge and a verification.</summary>
public static class RemediationModule
{
    public static IServiceCollection AddRemediation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DecisionOptions>().Bind(configuration.GetSection(DecisionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<ProposalOptions>().Bind(configuration.GetSection(ProposalOptions.Section)).ValidateOnStart();
        services.AddOptions<ProofOptions>().Bind(configuration.GetSection(ProofOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ArgoCdOptions>, ArgoCdOptionsValidator>();
        services.AddOptions<ArgoCdOptions>()
            .Configure(options => configuration.GetSection(ArgoCdOptions.Section).Bind(options.Servers))
            .ValidateOnStart();
        services.AddOptions<VerificationOptions>().Bind(configuration.GetSection(VerificationOptions.Section)).ValidateDataAnnotations().ValidateOnStart();

        services.AddSingleton<OriginSubjects>();
        services.AddSingleton<OriginSearch>();
        services.AddSingleton<ApplicationOrigins>();
        services.AddTransient<OriginJob>();
        services.AddSingleton<OriginFollower>();
        services.AddSingleton<IDiagnosisFollower>(provider => provider.GetRequiredService<OriginFollower>());
        services.AddHostedService<OriginSweep>();

        services.AddSingleton<ISourceTrees, GitHubSourceTrees>();
        services.AddSingleton<SolutionPlanner>();
        services.AddSingleton<RegistryClient>();
        services.AddSingleton<ArgoCdClient>();
        services.AddSingleton(_ => new HelmProgram());
        services.AddSingleton<Func<string, CancellationToken, Task<string?>>>(provider => (name, cancellationToken) => provider.GetRequiredService<ClusterConnections>().Get(name).ReadVersionAsync(cancellationToken));
        services.AddSingleton<ApplicationRenderer>();
        AddChecks(services);
        services.AddSingleton<Func<string, LiveCluster>>(provider => name => new LiveCluster(provider.GetRequiredService<ClusterConnections>().Get(name).ListAsync));
        services.AddSingleton<ProposalProver>();
        services.AddSingleton<ImagesBefore>();
        services.AddSingleton<ProposalPlanner>();
        services.AddSingleton<OffendingCommits>();
        services.AddSingleton<PinnedRevisions>();
        services.AddSingleton<ProposalDraft>();
        services.AddSingleton<BaseCheck>();
        services.AddSingleton<ProposalPush>();
        services.AddSingleton<IIncidentStage, ProposeStage>();

        services.AddGuardrails(configuration);

        services.AddSingleton<DecisionRules>();
        services.AddSingleton<OpenPullRequest>();
        services.AddSingleton<ReviewDecisions>();
        services.AddSingleton<HeadCheck>();
        services.AddSingleton<DecisionCommand>();
        services.AddSingleton<PullRequestSignal>();
        services.AddTransient<PullRequestJob>();
        services.AddHostedService<PullRequestPolling>();
        services.AddSingleton<IIncidentStage, MergeStage>();
        services.AddSingleton<IIncidentStage, RejectStage>();
        services.AddSingleton<IIncidentStage, RecoverStage>();
        services.AddSingleton<IIncidentStage, WithdrawStage>();

        services.AddSingleton<IIncidentStage, VerifyStage>();

        services.AddOptions<AutonomyOptions>().Bind(configuration.GetSection(AutonomyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RunbookTester>();
        services.AddSingleton<RunbookTestCache>();
        services.AddSingleton(provider => new RunbookPreview(
            provider.GetRequiredService<IDbContextFactory<AiSreDbContext>>(), provider.GetRequiredService<RunbookTester>(), provider.GetRequiredService<ProposalPlanner>()));
        services.AddSingleton<RunbookStandings>();
        services.AddSingleton<AutonomyCommand>();
        services.AddSingleton<BackTester>();
        services.AddSingleton<PolicyDecisions>();
        services.AddSingleton<MergePermits>();

        services.AddSingleton<RevertDraft>();
        services.AddSingleton<IIncidentStage, RevertStage>();
        return services;
    }

    // In the order in which people read them.
    private static void AddChecks(IServiceCollection services)
    {
        services.AddSingleton<ProposalCheck, NothingElseCheck>();
        services.AddSingleton<ProposalCheck, AsMeantCheck>();
        services.AddSingleton<ProposalCheck, InverseCheck>();
        services.AddSingleton<ProposalCheck, PinCheck>();
        services.AddSingleton<ProposalCheck, ImageCheck>();
        services.AddSingleton<ProposalCheck, SchemaCheck>();
        services.AddSingleton<ProposalCheck, DryRunCheck>();
        services.AddSingleton<ProposalCheck, LimitCheck>();
        services.AddSingleton<ProposalCheck, ReferenceCheck>();
        services.AddSingleton<ProposalCheck, PullSecretCheck>();
        services.AddSingleton<ProposalCheck, ClassCheck>();
        services.AddSingleton<ProposalCheck, NodeCheck>();
        services.AddSingleton<ProposalCheck, ProbeCheck>();
        services.AddSingleton<ProposalCheck, ServiceCheck>();
        services.AddSingleton<ProposalCheck, ReplicasCheck>();
        services.AddSingleton<ProposalCheck, DisruptionCheck>();
    }
}
