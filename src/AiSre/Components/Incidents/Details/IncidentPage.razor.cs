using System.Collections.Immutable;
using AiSre.Access;
using AiSre.Data;
using AiSre.Remediation.Decisions;
using AiSre.Remediation.Proposals;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace AiSre.Components.Incidents.Details;

/// <summary>One incident, live: cause and proof, the change, the decision, the story.</summary>
public sealed partial class IncidentPage
{
    private bool _isMissing;
    private int _followed;

    [Parameter]
    public int Number { get; set; }

    /// <summary>What is shown; carried over from the static rendering, so that nothing flashes when the page becomes live.</summary>
    [PersistentState]
    public IncidentDetails? View { get; set; }

    [Inject]
    private IncidentDetailsQuery Query { get; set; } = default!;

    [Inject]
    private DecisionCommand Decide { get; set; } = default!;

    [Inject]
    private CurrentPerson Person { get; set; } = default!;

    [Inject]
    private IDialogService Dialogs { get; set; } = default!;

    // Until the number's id is known, a change of any incident may be the one that brings it.
    protected override IEnumerable<string> Topics => View is null ? ["incidents"] : [$"incident:{View.Id}"];

    protected override bool HasRead => View?.Number == Number;

    private string Title => View is null ? $"#{Number} · AiSre" : $"#{View.Number} {View.Words.Text} · AiSre";

    protected override async Task OnParametersSetAsync()
    {
        // The same page serves the next incident when a link leads from one to another.
        if (View is not null && View.Number != Number)
        {
            View = null;
            _isMissing = false;
            FollowTopics();
            ReadSoon();
        }

        await base.OnParametersSetAsync();
    }

    protected override async Task ReadAsync(CancellationToken cancellationToken)
    {
        View = await Query.ReadAsync(Number, cancellationToken);
        _isMissing = View is null;
        if (View is not null && _followed != Number)
        {
            _followed = Number;
            FollowTopics();

            // What changed between the read and the new subscription is read too.
            ReadSoon();
        }
    }

    private Task<DecisionOutcome> ApproveAsync(ProposalFingerprint seen) =>
        GuardAsync(() => Decide.ApproveAsync(View!.Id, seen, Person.Name, CancellationToken.None));

    private Task<DecisionOutcome> RejectAsync(ProposalFingerprint seen, Rejection reason) =>
        GuardAsync(() => Decide.RejectAsync(View!.Id, seen, Person.Name, reason, CancellationToken.None));

    private Task<DecisionOutcome> RejectApprovedAsync(ProposalFingerprint seen, Rejection reason) =>
        GuardAsync(() => Decide.RejectApprovedAsync(View!.Id, seen, Person.Name, reason, CancellationToken.None));

    private Task<DecisionOutcome> AskForAnotherAsync(ProposalFingerprint seen) =>
        GuardAsync(() => Decide.AskForAnotherAsync(View!.Id, seen, Person.Name, CancellationToken.None));

    private async Task<DecisionOutcome> GuardAsync(Func<Task<DecisionOutcome>> decide)
    {
        try
        {
            return await decide();
        }
        catch (ProblemException problem)
        {
            return new(false, problem.Message);
        }
        catch (Exception error) when (DatabaseAway.Is(error))
        {
            return new(false, "The database does not answer, so nothing was decided; try again in a moment.");
        }
        finally
        {
            ReadSoon();
        }
    }

    private static string WhatFollows(ProposalDetails proposal, ImmutableArray<ProposalDetails> earlier) => proposal.IsRevert
        ? $"Approving merges pull request #{proposal.Number} into {proposal.BaseBranch} of {proposal.Repository}: what #{earlier[0].Number} changed is put back, and AiSre goes on without its runbook. "
            + "Rejecting leaves the change as it is, and ends the incident."
        : $"Approving merges pull request #{proposal.Number} into {proposal.BaseBranch} of {proposal.Repository}. "
            + $"Argo CD then syncs {string.Join(", ", proposal.Applications)}, and AiSre verifies that it helped.";
}
