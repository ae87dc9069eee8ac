using System.Runtime.Versioning;
using AiSre.IntegrationTests.Infrastructure;

[assembly: UnsupportedOSPlatform("windows")]
[assembly: AssemblyFixture(typeof(PostgresServer))]
