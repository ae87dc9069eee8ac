namespace AiSre.Runbooks.Operations;

/// <summary>An operation cannot be carried out on a workload as it is.</summary>
/// <param name="sentence">What was found and what to do, one sentence with a full stop.</param>
public sealed class OperationRefusedException(string sentence) : Exception(sentence);
