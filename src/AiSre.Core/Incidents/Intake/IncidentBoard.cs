using AiSre.Data;
using AiSre.Detection;
using AiSre.Incidents.LifeCycle;
using AiSre.Incidents.Silences;
using AiSre.Incidents.Stages;
using Microsoft.EntityFrameworkCore;

namespace AiSre.Incidents.Intake;

/// <summary>The incidents of one cluster that still own symptoms, loaded for one reconciliation.</summary>
/// <remarks>
/// Besides the open ones these are rejected and failed ones whose symptoms still show: a person who rejected a proposal does not want the
/// same fault proposed again the moment after.
/// </remarks>
internal sealed class IncidentBoard
{
    /// <summary>How often a symptom's words are written down while its facts stay the same.</summary>
    private static readonly TimeSpan WordsEvery = TimeSpan.FromMinutes(1);

    private readonly AiSreDbContext _db;
    private readonly LifeCycleOptions _options;
    private readonly List<Incident> _incidents;
    private readonly List<Incident> _recovered;
    private readonly HashSet<string> _lingering;
    private readonly List<SymptomRecord> _records;
    private readonly Dictionary<string, SymptomRecord> _byFingerprint;
    private readonly HashSet<string> _unexplained;
    private readonly HashSet<Incident> _woken = [];

    private IncidentBoard(AiSreDbContext db, LifeCycleOptions options, List<Incident> incidents, List<SymptomRecord> records)
    {
        _db = db;
        _options = options;
        _recovered = incidents.FindAll(incident => incident.State == IncidentState.Recovered);
        _incidents = incidents.FindAll(incident => incident.State is not (IncidentState.Recovered or IncidentState.Resolved));
        _records = records;
        _byFingerprint = [];
        _unexplained = [.. records.Where(record => CauseRank.Of(record.Symptom) < CauseRank.Named).Select(record => record.Fingerprint)];
        var past = incidents.Except(_incidents).Select(incident => incident.Id).ToHashSet();
        _lingering = records
            .Where(record => past.Contains(record.IncidentId) && record is { GoneAt: null, Symptom.Reason: SymptomReason.AlertFiring })
            .Select(record => record.Fingerprint)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var record in records.Where(record => !past.Contains(record.IncidentId)).OrderBy(record => record.FirstSeenAt))
        {
            _byFingerprint[record.Fingerprint] = record;
        }
    }

    public static async Task<IncidentBoard> LoadAsync(
        AiSreDbContext db, string cluster, LifeCycleOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reopensSince = now - options.ReopenWithin;
        var flapsSince = now - options.FlapWithin;
        var incidents = await db.Set<Incident>()
            .Include(incident => incident.Transitions.Where(transition => transition.At > flapsSince))
            .Where(incident => incident.Cluster == cluster && (incident.ClosedAt == null
                || ((incident.State == IncidentState.Recovered || incident.State == IncidentState.Resolved) && incident.ClosedAt > reopensSince)
                || ((incident.State == IncidentState.Rejected || incident.State == IncidentState.Failed)
                    && db.Set<SymptomRecord>().Any(record => record.IncidentId == incident.Id && record.GoneAt == null))))
            .ToListAsync(cancellationToken);
        var ids = incidents.ConvertAll(incident => incident.Id);
        var records = await db.Set<SymptomRecord>().Where(record => ids.Contains(record.IncidentId)).ToListAsync(cancellationToken);
        return new IncidentBoard(db, options, incidents, records);
    }

    /// <summary>From fingerprint to the key of the incident that has the symptom.</summary>
    public IReadOnlyDictionary<string, string> Assigned
    {
        get
        {
            var keys = _incidents.ToDictionary(incident => incident.Id, incident => incident.CorrelationKey);
            return _byFingerprint.ToDictionary(pair => pair.Key, pair => keys[pair.Value.IncidentId]);
        }
    }

    /// <summary>
    /// Whether the symptom is an alert that followed from an incident which is over, and has not stopped since: rules look back over minutes.
    /// </summary>
    public bool Lingers(Symptom symptom) =>
        symptom.Reason == SymptomReason.AlertFiring && !_byFingerprint.ContainsKey(symptom.Fingerprint) && _lingering.Contains(symptom.Fingerprint);

    /// <summary>Notes that a known symptom (still, again, or with more facts) shows. False when no incident has it.</summary>
    public bool Refresh(Symptom symptom, DateTimeOffset now)
    {
        if (!_byFingerprint.TryGetValue(symptom.Fingerprint, out var record))
        {
            return false;
        }

        record.GoneAt = null;
        var before = record.Symptom;
        var knowsLess = symptom.PullFailure == PullFailure.Unknown && before.PullFailure != PullFailure.Unknown;
        if (before == symptom || knowsLess)
        {
            return true; // What the cluster said once stays true when the event that said it expires.
        }

        var hasNewFacts = before.Severity != symptom.Severity || !before.Parameters.SequenceEqual(symptom.Parameters);
        if (!hasNewFacts && now - record.LastSeenAt < WordsEvery)
        {
            return true; // Only the words differ, as they do at every retry.
        }

        record.Symptom = symptom;
        record.LastSeenAt = now;
        var incident = _incidents.Single(candidate => candidate.Id == record.IncidentId);
        if (hasNewFacts && incident.State != IncidentState.AwaitingDecision)
        {
            LookAgain(incident, now); // What was missing for a diagnosis may be known now.
        }

        return true;
    }

    /// <summary>The incident that new symptoms of this group belong to; null when they need one of their own.</summary>
    /// <param name="group">The group.</param>
    /// <param name="news">Those of its symptoms that no incident has.</param>
    public Incident? FindFor(CorrelatedGroup group, IReadOnlyCollection<Symptom> news)
    {
        if (_incidents.Find(incident => incident.IsOpen && incident.CorrelationKey == group.Key) is { } open)
        {
            return open;
        }

        // An incident of which the cause was not known yet grows into this one; one whose cause has a name keeps to it.
        var owner = OwnerOf(group.Symptoms.Concat(group.Consequences).Where(symptom => _unexplained.Contains(symptom.Fingerprint)));
        return owner is not null && Takes(owner, news)
            ? owner
            : _incidents.Find(incident => incident.CorrelationKey == group.Key && Takes(incident, news));
    }

    /// <summary>Opens an incident again that recovered lately, when its cause is back: the same number, story and pull request's name.</summary>
    public void Reopen(CorrelatedGroup group, DateTimeOffset now)
    {
        if (OwnerOf(group.Symptoms) is not null
            || _incidents.Exists(incident => incident.IsOpen && incident.CorrelationKey == group.Key)
            || _recovered.FindAll(incident => incident.CorrelationKey == group.Key).MaxBy(incident => incident.ClosedAt) is not { ClosedAt: { } closed } incident)
        {
            return;
        }

        _recovered.Remove(incident);
        _incidents.Add(incident);
        foreach (var record in _records.Where(record => record.IncidentId == incident.Id))
        {
            _byFingerprint.TryAdd(record.Fingerprint, record);
        }

        incident.Title = group.Title;
        incident.Severity = group.Severity;
        FlapRule.Return(incident, incident.Transitions, _options, now);
        Note(incident, TimelineKind.Reopened, $"It came back {Duration.Words(now - closed)} after it had healed, so the incident is open again.", now);
        NoteFlapping(incident, now);
        _woken.Add(incident);
    }

    public async Task<Incident> OpenAsync(string cluster, CorrelatedGroup group, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var earlier = await _db.Set<Incident>().AsNoTracking()
            .Where(candidate => candidate.Cluster == cluster && candidate.CorrelationKey == group.Key)
            .OrderByDescending(candidate => candidate.OpenedAt)
            .Select(candidate => new { candidate.Number, candidate.OpenedAt })
            .ToListAsync(cancellationToken);
        var incident = new Incident
        {
            Id = Guid.CreateVersion7(now),
            Cluster = cluster,
            CorrelationKey = group.Key,
            Title = group.Title,
            Severity = group.Severity,
            Workload = group.Workload,
            OpenedAt = now,
        };
        IncidentStateMachine.Open(incident);
        _db.Add(incident);
        _incidents.Add(incident);
        Note(incident, TimelineKind.Detected, $"{group.Title}.", now);
        if (earlier is [var last, ..])
        {
            Note(incident, TimelineKind.Recurring, $"The same happened {(earlier.Count == 1 ? "once" : $"{earlier.Count} times")} before, last {Duration.Words(now - last.OpenedAt)} ago as #{last.Number}.", now);
        }

        _woken.Add(incident);
        return incident;
    }

    public void Attach(
        Incident incident, CorrelatedGroup group, IReadOnlyList<(Symptom Symptom, bool IsConsequence)> news, IWorkloadView view, DateTimeOffset now)
    {
        var known = _records.Where(record => record.IncidentId == incident.Id && !record.IsConsequence)
            .Select(record => record.Symptom.Workload).ToHashSet();
        foreach (var (symptom, isConsequence) in news)
        {
            var record = new SymptomRecord
            {
                Id = Guid.CreateVersion7(now),
                IncidentId = incident.Id,
                Cluster = incident.Cluster,
                Fingerprint = symptom.Fingerprint,
                Symptom = symptom,
                Application = view.ApplicationOf(symptom.Workload),
                IsConsequence = isConsequence,
                FirstSeenAt = now,
                LastSeenAt = now,
            };
            _db.Add(record);
            _records.Add(record);
            _byFingerprint[record.Fingerprint] = record;
        }

        if (!incident.CorrelationKey.Equals(group.Key, StringComparison.Ordinal) && news.Any(item => !item.IsConsequence && item.Symptom.Reason != SymptomReason.AlertFiring)
            && _records.Where(record => record.IncidentId == incident.Id && !record.IsConsequence && record.Symptom.Reason == SymptomReason.AlertFiring).ToList() is { Count: > 0 } alerts)
        {
            // What the alerts were about is seen itself now: they only follow from it.
            alerts.ForEach(record => record.IsConsequence = true);
            incident.Title = group.Title;
            incident.Severity = group.Severity;
            Note(incident, TimelineKind.Detected, $"{group.Title}.", now);
            LookAgain(incident, now);
            return;
        }

        var joined = news.Where(item => !item.IsConsequence).Select(item => item.Symptom.Workload).Distinct().Where(workload => !known.Contains(workload)).ToList();
        if (known.Count > 0 && joined.Count > 0 && MayLookAgain(incident))
        {
            Note(incident, TimelineKind.Detected, $"The same cause hurts {string.Join(", ", joined.Select(workload => workload.Address))} too.", now);
            LookAgain(incident, now);
        }
    }

    /// <summary>Marks what does not show any more, settled or not.</summary>
    public void MarkGone(IReadOnlySet<string> showing, DateTimeOffset now)
    {
        foreach (var record in _records.Where(record => record.GoneAt is null && !showing.Contains(record.Fingerprint)))
        {
            record.GoneAt = now;
        }
    }

    /// <summary>Pauses the incidents of which everything that shows is silenced, and wakes those that are not any more.</summary>
    public void Silence(ActiveSilences silences, IWorkloadView view, DateTimeOffset now) => new SilenceStep(_records, silences, view).Take(this, _incidents, now);

    /// <summary>Sends incidents home whose symptoms have all been gone long enough, and follows those that come and go.</summary>
    /// <returns>When the next one falls due.</returns>
    public DateTimeOffset? Recover(DateTimeOffset now, IWorkloadView view) => new RecoveryStep(_records, _options, view, now).Take(this, _incidents);

    /// <summary>The incidents that have work now which they had not before.</summary>
    public IReadOnlyCollection<Incident> Woken() => _woken;

    /// <summary>Writes a line into an incident's story.</summary>
    public void Note(Incident incident, TimelineKind kind, string text, DateTimeOffset now) =>
        _db.Add(new TimelineEntry { IncidentId = incident.Id, At = now, Kind = kind, Text = text, Actor = StageContext.AiSreItself });

    /// <summary>Notes that an incident has work now which it had not before.</summary>
    public void Wake(Incident incident) => _woken.Add(incident);

    /// <summary>A closed incident keeps what it had; another workload that is hit is news, and must not be hidden in it.</summary>
    private bool Takes(Incident incident, IReadOnlyCollection<Symptom> news)
    {
        var known = _records.Where(record => record.IncidentId == incident.Id).Select(record => record.Symptom.Workload).ToHashSet();
        return incident.IsOpen || news.All(symptom => known.Contains(symptom.Workload));
    }

    private Incident? OwnerOf(IEnumerable<Symptom> symptoms)
    {
        var owned = symptoms.Select(symptom => _byFingerprint.GetValueOrDefault(symptom.Fingerprint)).FirstOrDefault(record => record is not null);
        return owned is null ? null : _incidents.Single(incident => incident.Id == owned.IncidentId);
    }

    // A flapping one is looked at again once it flaps no more, and one whose proposal is withdrawn once that is closed.
    private static bool MayLookAgain(Incident incident) =>
        incident.State == IncidentState.Detected
        || (!incident.IsReverting && incident.State is not (IncidentState.Flapping or IncidentState.Recovered or IncidentState.Withdrawing) && IncidentStateMachine.Allows(incident.State, IncidentState.Detected));

    private void LookAgain(Incident incident, DateTimeOffset now)
    {
        if (!MayLookAgain(incident))
        {
            return;
        }

        if (incident.State == IncidentState.Detected)
        {
            // Touching the row makes a stage that is reading evidence right now start over.
            incident.NextAttemptAt = now;
            incident.StateChangedAt = now;
        }
        else if (incident.State == IncidentState.Recovering)
        {
            FlapRule.Return(incident, incident.Transitions, _options, now);
            NoteFlapping(incident, now);
        }
        else
        {
            IncidentStateMachine.Move(incident, IncidentState.Detected, now);
        }

        _woken.Add(incident);
    }

    private void NoteFlapping(Incident incident, DateTimeOffset now)
    {
        if (incident is { State: IncidentState.Flapping, Problem: { } sentence })
        {
            Note(incident, TimelineKind.Flapping, sentence, now);
        }
    }
}
