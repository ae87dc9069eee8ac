namespace AiSre.Playground.Hosting;

/// <summary>Writes the file that KubernetesClient and kubectl take address and token from.</summary>
internal static class Kubeconfig
{
    /// <summary>The name of cluster, user and context in the file.</summary>
    public const string ContextName = "playground";

    public static void Write(string path, Uri server, string token)
    {
        File.WriteAllText(path,
            $"""
            apiVersion: v1
            kind: Config
            current-context: {ContextName}
            clusters:
            - name: {ContextName}
              cluster:
                server: {server.ToString().TrimEnd('/')}
            users:
            - name: {ContextName}
              user:
                token: {token}
            contexts:
            - name: {ContextName}
              context:
                cluster: {ContextName}
                user: {ContextName}

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
