namespace AiSre.IntegrationTests.Infrastructure;

/// <summary>Waits for what another process or thread brings about, and fails when it has not come by the deadline.</summary>
internal static class Eventually
{
    public static async Task BeAsync(Func<bool> condition, int seconds = 10) =>
        await BeAsync(() => Task.FromResult(condition()), seconds);

    public static async Task BeAsync(Func<Task<bool>> condition, int seconds = 10)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(seconds));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            try
            {
                await beat.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"What was awaited did not come within {seconds} s.");
            }
        }
    }

    /// <summary>Looks until there is something, and answers it.</summary>
    /// <param name="what">What is looked for, for the message of a failure.</param>
    /// <param name="look">Answers null while there is nothing.</param>
    public static async Task<T> SeeAsync<T>(string what, Func<Task<T?>> look, int seconds = 20) where T : class
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            if (await look() is { } seen)
            {
                return seen;
            }

            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(seconds), $"Not seen within {seconds} s: {what}.");
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
