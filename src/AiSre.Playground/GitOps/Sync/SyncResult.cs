using System.Text.Json.Nodes;

namespace AiSre.Playground.GitOps.Sync;

/// <summary>How a sync went.</summary>
/// <param name="Phase"><c>Succeeded</c> or <c>Failed</c>.</param>
/// <param name="Resources">What became of each resource, as in <c>operationState.syncResult.resources</c>.</param>
internal sealed record SyncResult(string Phase, string Message, JsonArray Resources);
