namespace AiSre.Runbooks.Matching;

/// <summary>Checks one runbook against one incident, condition by condition.</summary>
internal sealed class FitCheck
{
    private readonly Runbook _runbook;
    private readonly SubjectFacts _facts;
    private readonly MatchSubject _subject;

    private FitCheck(Runbook runbook, SubjectFacts facts) => (_runbook, _facts, _subject) = (runbook, facts, facts.Subject);

    /// <summary>What was checked, and how narrow it is together.</summary>
    public MatchedConditions Conditions { get; } = new();

    /// <summary>Whether all that was checked holds.</summary>
    public bool Fits => Conditions.Failed.Count == 0;

    /// <summary>Checks until something does not hold.</summary>
    /// <param name="runbook">The runbook.</param>
    /// <param name="facts">The incident.</param>
    /// <param name="withLive">Whether the state of the workloads counts too.</param>
    public static FitCheck Quick(Runbook runbook, SubjectFacts facts, bool withLive = true) => new FitCheck(runbook, facts).Run(all: false, withLive);

    /// <summary>Checks all of it, so that everything can be told.</summary>
    public static FitCheck Whole(Runbook runbook, SubjectFacts facts) => new FitCheck(runbook, facts).Run(all: true, withLive: true);

    /// <summary>Checks all of it but the symptom: where it is for, what excludes it, and what must be so on the cluster.</summary>
    public static FitCheck WithoutSymptom(Runbook runbook, SubjectFacts facts)
    {
        var check = new FitCheck(runbook, facts);
        check.Scope();
        check.Exclusions();
        check.Preconditions(withLive: true);
        return check;
    }

    private FitCheck Run(bool all, bool withLive)
    {
        if (_runbook.Symptom is not { } pattern)
        {
            Conditions.Fail("it has no symptom: it is prose for people, and never fits by itself");
            return this;
        }

        foreach (var check in new Action[] { () => Cause(pattern), () => Symptoms(pattern), Scope, Exclusions, () => Preconditions(withLive) })
        {
            check();
            if (!all && !Fits)
            {
                break;
            }
        }

        return this;
    }

    private void Cause(SymptomPattern pattern)
    {
        var code = _subject.Analysis.Code;
        if (pattern.Causes.IsEmpty)
        {
            return;
        }

        if (pattern.Causes.Contains(code))
        {
            Conditions.AddCode($"the cause is {code}");
        }
        else
        {
            Conditions.Fail($"the cause is {code}, not {string.Join(" or ", pattern.Causes)}");
        }
    }

    private void Symptoms(SymptomPattern pattern)
    {
        var candidates = _facts.Candidates(pattern).ToList();
        if (candidates.Count == 0)
        {
            Conditions.Fail($"no symptom is {string.Join(" or ", pattern.Reasons)}");
            return;
        }

        var fits = candidates.Select(candidate => SymptomFit.Of(pattern, candidate)).ToList();
        if (fits.Find(fit => fit.Failed is null) is { } found)
        {
            if (!pattern.Reasons.IsEmpty)
            {
                Conditions.AddCode($"the symptom is {string.Join(" or ", pattern.Reasons)}");
            }

            foreach (var (text, glob, namesIt) in found.Holds)
            {
                if (namesIt)
                {
                    Conditions.AddNamed(text, glob);
                }
                else
                {
                    Conditions.Add(text, glob);
                }
            }

            return;
        }

        Conditions.Fail((fits.Find(fit => !fit.IsUnknown) ?? fits[0]).Failed!);
    }

    private void Scope()
    {
        foreach (var (what, globs, values, isApplication) in ScopeFit.Parts(_runbook.AppliesTo, _subject))
        {
            switch (ScopeFit.Covering(globs, values, isApplication))
            {
                case { } glob:
                    Conditions.Add($"{what} {string.Join(" and ", values)}", glob);
                    break;
                case null:
                    Conditions.Fail(values.IsEmpty
                        ? $"{what} not known, and it is for {string.Join(" or ", globs)} only"
                        : $"{what} {string.Join(" and ", values)}, and it is for {string.Join(" or ", globs)} only");
                    break;
            }
        }
    }

    private void Exclusions()
    {
        foreach (var exclusion in _runbook.NotWhen)
        {
            if (Excludes(exclusion) is { } because)
            {
                Conditions.Fail($"it is not for this: {because}");
            }
            else
            {
                Conditions.Narrow();
            }
        }
    }

    private string? Excludes(Exclusion exclusion)
    {
        var because = new List<string>();
        if (!exclusion.Symptom.Causes.IsEmpty)
        {
            if (!exclusion.Symptom.Causes.Contains(_subject.Analysis.Code))
            {
                return null;
            }

            because.Add($"the cause is {_subject.Analysis.Code}");
        }

        if (exclusion.Symptom is not { Reasons.IsEmpty: true, Facts.IsEmpty: true, Messages.IsEmpty: true })
        {
            if (_facts.Candidates(exclusion.Symptom).Select(candidate => SymptomFit.Of(exclusion.Symptom, candidate)).FirstOrDefault(fit => fit.Failed is null) is not { } fit)
            {
                return null;
            }

            because.AddRange(exclusion.Symptom.Reasons.IsEmpty ? [] : [$"a symptom is {string.Join(" or ", exclusion.Symptom.Reasons)}"]);
            because.AddRange(fit.Holds.Select(pair => pair.Text));
        }

        foreach (var (what, globs, values, isApplication) in ScopeFit.Parts(exclusion.Where, _subject))
        {
            // One object that is excluded is enough: the solution would act on it too.
            if (values.FirstOrDefault(value => ScopeFit.Covering(globs, [value], isApplication) is not null) is not { } value)
            {
                return null;
            }

            because.Add($"{what} {value}");
        }

        return string.Join(", ", because);
    }

    private void Preconditions(bool withLive)
    {
        foreach (var condition in _runbook.When)
        {
            if (!withLive)
            {
                Conditions.Narrow();
                continue;
            }

            if (_subject.Workloads.IsEmpty)
            {
                Conditions.Fail($"whether {condition.Summary} is not known, since no workload was read");
            }

            foreach (var workload in _subject.Workloads)
            {
                switch (workload.Live is { } live ? condition.Check(live, _facts.FailingContainers(workload.Workload)) : (false, "not known, since it could not be read"))
                {
                    case (true, var found):
                        Conditions.Hold($"{found} of {workload.Workload.Address}");
                        break;
                    case (false, var found):
                        Conditions.Fail($"{condition.Summary} is asked for, and {found} of {workload.Workload.Address}");
                        break;
                }
            }
        }
    }
}
