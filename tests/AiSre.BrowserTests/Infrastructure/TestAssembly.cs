using AiSre.BrowserTests.Infrastructure;

[assembly: AssemblyFixture(typeof(Chromium))]
