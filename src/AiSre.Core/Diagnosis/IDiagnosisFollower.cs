namespace AiSre.Diagnosis;

/// <summary>What is looked into beside the loop once the cause is named: a model's second opinion, the commit that introduced the fault.</summary>
internal interface IDiagnosisFollower
{
    /// <summary>Starts it and returns at once; whatever becomes of it, the loop goes on without it. Never throws.</summary>
    void Follow(Guid incidentId);
}
