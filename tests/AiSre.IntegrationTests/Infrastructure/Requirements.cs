namespace AiSre.IntegrationTests.Infrastructure;

/// <summary>What a test needs of the machine: a skip with its reason where it is missing, an error on CI.</summary>
internal static class Requirements
{
    /// <summary>True on CI, where nothing may be skipped for want of a program.</summary>
    public static bool AreErrors => Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ci && ci is not ("0" or "false");
}
