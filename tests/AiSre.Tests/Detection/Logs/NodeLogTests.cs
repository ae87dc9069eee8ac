using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Logs of Node programs: libuv, the module loader, npm, ioredis, mongodb, Prisma, NestJS.</summary>
public sealed class NodeLogTests
{
    [Theory]
    [InlineData(RootCause.CertificateExpired, "api.partner.example", null, """
        Error: certificate has expired
            at TLSSocket.onConnectSecure (node:_tls_wrap:1674:34)
            at TLSSocket.emit (node:events:518:28) {
          code: 'CERT_HAS_EXPIRED',
          host: 'api.partner.example'
        }
        """)]
    [InlineData(RootCause.EphemeralStorageExceeded, null, null, """
        Error: ENOSPC: no space left on device, write
            at Object.writeSync (node:fs:924:3)
        """)]
    [InlineData(RootCause.OutOfMemoryKilled, null, null, """
        <--- Last few GCs --->
        [1:0x7f] 45123 ms: Mark-sweep 254.1 (259.3) -> 253.9 (259.5) MB
        FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
         1: 0xb7c1a0 node::Abort() [node]
        """)]
    [InlineData(RootCause.CommandNotFound, null, "/app/server.js", """
        node:internal/modules/cjs/loader:1148
          throw err;
          ^

        Error: Cannot find module '/app/server.js'
            at Module._resolveFilename (node:internal/modules/cjs/loader:1145:15)
            at Module._load (node:internal/modules/cjs/loader:986:27) {
          code: 'MODULE_NOT_FOUND',
          requireStack: []
        }

        Node.js v20.11.0
        """)]
    [InlineData(RootCause.CommandNotFound, null, "start", """
        npm ERR! Missing script: "start"
        npm ERR! 
        npm ERR! To see a list of scripts, run:
        npm ERR!   npm run
        """)]
    [InlineData(RootCause.ApplicationError, null, "express", """
        Error: Cannot find module 'express'
        Require stack:
        - /app/index.js
            at Module._resolveFilename (node:internal/modules/cjs/loader:1145:15)
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        /app/index.js:14
          const total = cart.items.length;
                                   ^

        TypeError: Cannot read properties of undefined (reading 'items')
            at Object.<anonymous> (/app/index.js:14:28)

        Node.js v20.11.0
        npm error Lifecycle script `start` failed with error:
        npm error code 1
        """)]
    [InlineData(RootCause.DependencyUnavailable, "10.96.14.2:5432", null, """
        Error: connect ECONNREFUSED 10.96.14.2:5432
            at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16) {
          errno: -111,
          code: 'ECONNREFUSED',
          syscall: 'connect',
          address: '10.96.14.2',
          port: 5432
        }
        """)]
    [InlineData(RootCause.DnsFailure, "mongo-rs", null, """
        MongoServerSelectionError: getaddrinfo ENOTFOUND mongo-rs
            at Topology.selectServer (/app/node_modules/mongodb/lib/sdam/topology.js:288:38)
        """)]
    [InlineData(RootCause.DnsFailure, "session-redis", null, """
        [ioredis] Unhandled error event: Error: getaddrinfo EAI_AGAIN session-redis
            at GetAddrInfoReqWrap.onlookup [as oncomplete] (node:dns:109:26)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "db:5432", null, """
        PrismaClientInitializationError: Can't reach database server at `db`:`5432`

        Please make sure your database server is running at `db`:`5432`.
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "DATABASE_URL", """
        error: Environment variable not found: DATABASE_URL.
          -->  schema.prisma:8
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "STRIPE_KEY", """
        /app/config.js:9
            throw new Error('Missing required environment variable: STRIPE_KEY');
            ^

        Error: Missing required environment variable: STRIPE_KEY
            at Object.<anonymous> (/app/config.js:9:11)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "JWT_SECRET", """
        Error: Config validation error: "JWT_SECRET" is required
            at Function.forRoot (/app/node_modules/@nestjs/config/dist/config.module.js:71:23)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "3000", """
        Error: listen EADDRINUSE: address already in use :::3000
            at Server.setupListenHandle [as _listen2] (node:net:1817:16)
        """)]
    [InlineData(RootCause.PermissionDenied, null, null, """
        Error: EACCES: permission denied, open '/app/logs/out.log'
            at Object.openSync (node:fs:601:3)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        MongoServerError: Authentication failed.
            at Connection.onMessage (/app/node_modules/mongodb/lib/cmap/connection.js:202:26)
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        TypeError [ERR_INVALID_URL]: Invalid URL
            at new URL (node:internal/url:797:36) {
          input: 'not-a-url'
        }
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        Error: P3009 migrate found failed migrations in the target database, new migrations will not be applied.
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        2026-01-02T03:04:05Z ERR Command error error="failed to decode configuration from flags: field not found, node: foo"
        """)]
    [InlineData(RootCause.DependencyUnavailable, "10.1.1.1:50051", null, """
        Error: 14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED 10.1.1.1:50051
        """)]
    [InlineData(RootCause.DnsFailure, "orders", null, """
        Error: 14 UNAVAILABLE: Name resolution failed for target dns:orders:50051
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        Error: Cannot find package '@acme/lib' imported from /app/index.mjs
            at packageResolve (node:internal/modules/esm/resolve:853:9) {
          code: 'ERR_MODULE_NOT_FOUND'
        }
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        [UnhandledPromiseRejection: This error originated either by throwing inside of an async function without a catch block. The promise rejected with the reason "boom".] { code: 'ERR_UNHANDLED_REJECTION' }
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        Error: Missing environment variables:
            PORT: undefined
        """)]
    public void The_cause_is_found_with_what_it_names(RootCause code, string? host, string? subject, string text)
    {
        var found = LogReader.Explain(new ContainerLog("shop", "app-1", "app", false, text), crashed: true);

        Assert.NotNull(found);
        Assert.Equal(code, found.Code);
        Assert.Contains(found.Quote, text.Split('\n')[found.Line - 1], StringComparison.Ordinal);
        if (host is not null)
        {
            Assert.Equal(host, found.Port is null || !host.Contains(':', StringComparison.Ordinal) ? found.Host : $"{found.Host}:{found.Port}");
        }

        if (subject is not null)
        {
            Assert.Equal(subject, found.Subject);
        }
    }
}
