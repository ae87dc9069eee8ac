namespace AiSre.Playground.GitOps.Sources;

/// <summary>The manifests of an application cannot be had. The message is Argo CD's, from the gRPC code on.</summary>
public sealed class SourceException(string message, Exception? innerException = null) : Exception(message, innerException);
