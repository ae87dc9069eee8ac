using AiSre.Clusters.Objects;
using AiSre.Remediation.Applications;
using AiSre.Remediation.Charts;
using AiSre.Remediation.Sources;
using AiSre.Runbooks;

namespace AiSre.Remediation.Solutions;

/// <summary>Reads the edited sources as before: every target has what was wanted, and nothing else changed but what the same solution makes of it.</summary>
internal sealed class SolutionProof(
    Solution solution,
    ApplicationReader changed,
    IReadOnlyDictionary<(SourceObject Object, string Container), ImageReference> wanted,
    List<FieldPlan> fields,
    FileEdits edits)
{
    /// <summary>Proves the edits.</summary>
    /// <param name="applications">What the applications declared before.</param>
    /// <param name="parents">Those that declare applications that change.</param>
    /// <returns>What else comes of them: labels and annotations that charts make of values.</returns>
    /// <exception cref="SourceRefusedException">They do not do what they should.</exception>
    public async Task<IReadOnlyList<IntendedField>> ProveAsync(IEnumerable<DeclaredApplication> applications, IEnumerable<DeclaredApplication> parents)
    {
        var consequences = new List<IntendedField>();
        foreach (var before in applications.Union(parents))
        {
            var after = await changed.ReadAsync(before.Scene);
            if (after.Objects.Length != before.Objects.Length || after.Sources.Length != before.Sources.Length)
            {
                throw new SourceRefusedException($"The change would add or remove objects of {before.Scene.Name}; make it by hand.");
            }

            foreach (var (old, now) in before.Sources.Zip(after.Sources))
            {
                if (old.Rendered is { } rendered && now.Rendered is { } again)
                {
                    consequences.AddRange(Consequences(before.Scene, rendered, again));
                }

                foreach (var (item, edited) in old.Listing.Objects.Zip(now.Listing.Objects))
                {
                    Prove(item, edited, isRendered: old.Rendered is not null);
                    ProveFields(item, edited, isRendered: old.Rendered is not null);
                }
            }
        }

        return consequences;
    }

    private void Prove(SourceObject before, SourceObject after, bool isRendered)
    {
        foreach (var (old, now) in before.Images.Zip(after.Images))
        {
            var isTarget = wanted.TryGetValue((before, old.Container), out var image);
            if (isTarget ? now.Value == image!.ToString() : now.Value == old.Value)
            {
                continue;
            }

            if (isTarget || !IsReplaced(old.Value, now.Value))
            {
                throw new SourceRefusedException(
                    $"The change of {now.Place.File} would give container {old.Container} of {after.Declared.Kind} {after.Name} the image {now.Value}, which the solution does not want; make the change by hand.");
            }

            var also = $"also {after.Declared.Kind} {after.Name}, container {old.Container}: {old.Value} → {now.Value}";
            if (isRendered)
            {
                edits.DescribeAlso(also); // Its template stays as it is.
            }
            else
            {
                edits.Describe(now.Place.File, also);
            }
        }
    }

    private bool IsReplaced(string before, string after) => WantedImages.Replace(solution, before)?.ToString() == after;

    // Every field is what was wanted, and an object that nothing was wanted of says what it said before.
    private void ProveFields(SourceObject before, SourceObject after, bool isRendered)
    {
        var plans = fields.Where(plan => plan.Object == before).ToList();
        if (plans.Count == 0 && fields.Count > 0 && !isRendered && !DeclaredFields.AreSame(before, after))
        {
            throw new SourceRefusedException($"The change would also change {after.Declared.Kind} {after.Name}, which the solution is not about; make the change by hand.");
        }

        if (plans.Find(plan => !FieldPlanning.IsSo(after, plan.Edit)) is { } failed)
        {
            throw new SourceRefusedException($"{failed.Edit.Path} of {after.Declared.Kind} {after.Name} would not be as the solution wants it after a change of {failed.Place.File}; make the change by hand.");
        }
    }

    private IEnumerable<IntendedField> Consequences(ApplicationScene scene, RenderedChart before, RenderedChart after)
    {
        var differences = RenderComparison.Between(before, after)
            ?? throw new SourceRefusedException($"The change would add or remove objects of {scene.Name}; make it by hand.");
        foreach (var difference in differences)
        {
            if (difference.Change.Path.EndsWith(".image", StringComparison.Ordinal) || fields.Exists(plan => plan.Object == difference.Object && RenderComparison.IsMeant(plan.Edit, difference.Change)))
            {
                continue; // Images are proven above.
            }

            if (!difference.IsDescription)
            {
                throw new SourceRefusedException($"The change would also change {difference}, which the solution is not about; make the change by hand.");
            }

            var item = difference.Object;
            edits.DescribeAlso($"also {difference}: {difference.Change.Before ?? "not set"} → {difference.Change.After ?? "removed"}");
            yield return new IntendedField(Workload(), item.Declared with { Name = item.Name, Namespace = item.Namespace }, difference.ToEdit());
        }
    }

    // Nobody asked for it on its own account, so it is no reason to miss it.
    private string Workload() => fields is [var first, ..] ? first.Workload : "";
}
