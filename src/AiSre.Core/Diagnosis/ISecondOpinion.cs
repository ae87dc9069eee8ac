namespace AiSre.Diagnosis;

/// <summary>Another analyst that is asked once the causal one has spoken. None is registered where no model is configured.</summary>
internal interface ISecondOpinion
{
    /// <summary>Starts the analysis and returns at once; whatever becomes of it, the loop goes on without it.</summary>
    void Ask(Guid incidentId);
}
