using AiSre.Clusters.Objects;
using AiSre.Detection;
using AiSre.Detection.Logs;

namespace AiSre.Tests.Detection.Logs;

/// <summary>Logs of Go programs: net, net/http, gRPC, flag, cobra, client-go, the runtime's panics.</summary>
public sealed class GoLogTests
{
    [Theory]
    [InlineData(RootCause.DependencyUnavailable, "orders-db:5432", null, """
        2026/01/02 03:04:05 failed to connect to `host=orders-db user=app database=orders`: dial tcp 10.96.3.4:5432: connect: connection refused (orders-db:5432)
        """)]
    [InlineData(RootCause.DependencyUnavailable, "10.96.0.12:6379", null, """
        time="2026-01-02T03:04:05Z" level=fatal msg="redis ping failed" error="dial tcp 10.96.0.12:6379: i/o timeout"
        """)]
    [InlineData(RootCause.DnsFailure, "inventory", null, """
        time="2026-01-02T03:04:05Z" level=error msg="startup probe" err="dial tcp: lookup inventory on 10.96.0.10:53: no such host"
        time="2026-01-02T03:04:05Z" level=fatal msg="exiting"
        """)]
    [InlineData(RootCause.DependencyUnavailable, "ledger.bank.svc.cluster.local:50051", null, """
        2026/01/02 03:04:05 rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.100.2.3:50051: connect: connection refused" target=ledger.bank.svc.cluster.local:50051
        """)]
    [InlineData(RootCause.DependencyUnavailable, "10.96.0.1:443", null, """
        panic: Get "https://10.96.0.1:443/api?timeout=32s": dial tcp 10.96.0.1:443: i/o timeout

        goroutine 1 [running]:
        main.main()
        	/src/main.go:31 +0x1a5
        """)]
    [InlineData(RootCause.ApplicationError, null, "assignment to entry in nil map", """
        panic: assignment to entry in nil map

        goroutine 1 [running]:
        main.main()
        	/src/main.go:12 +0x4e
        exit status 2
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        2026/01/02 03:04:05 listening on :8080
        panic: runtime error: invalid memory address or nil pointer dereference
        [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f5c3]

        goroutine 18 [running]:
        main.handle(0xc000012345)
        	/src/main.go:55 +0x23
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        fatal error: all goroutines are asleep - deadlock!

        goroutine 1 [chan receive]:
        main.main()
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "/etc/app/config.yaml", """
        2026/01/02 03:04:05 open /etc/app/config.yaml: no such file or directory
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "-listen-addr", """
        flag provided but not defined: -listen-addr
        Usage of /bin/app:
          -addr string
            	address (default ":8080")
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "--enable-foo", """
        Error: unknown flag: --enable-foo
        Usage:
          server [flags]
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "PAYMENT_API_KEY", """
        2026/01/02 03:04:05 required key PAYMENT_API_KEY missing value
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "8080", """
        2026/01/02 03:04:05 listen tcp :8080: bind: address already in use
        """)]
    [InlineData(RootCause.PermissionDenied, null, null, """
        2026/01/02 03:04:05 listen tcp :80: bind: permission denied
        """)]
    [InlineData(RootCause.RbacForbidden, null, "configmaps", """
        E0102 03:04:05.000000       1 reflector.go:150] k8s.io/client-go/informers/factory.go:150: Failed to watch *v1.ConfigMap: failed to list *v1.ConfigMap: configmaps is forbidden: User "system:serviceaccount:ops:watcher" cannot list resource "configmaps" in API group "" at the cluster scope
        """)]
    [InlineData(RootCause.RbacForbidden, null, "leases", """
        error retrieving resource lock ops/watcher: leases.coordination.k8s.io "watcher" is forbidden: User "system:serviceaccount:ops:default" cannot get resource "leases" in API group "coordination.k8s.io" in the namespace "ops"
        """)]
    [InlineData(RootCause.CertificateExpired, "idp.example.com", null, """
        2026/01/02 03:04:05 Get "https://idp.example.com/.well-known/openid-configuration": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-01-02T03:04:05Z is after 2025-12-31T00:00:00Z
        """)]
    [InlineData(RootCause.EphemeralStorageExceeded, null, null, """
        panic: write /tmp/spool/000012.log: no space left on device
        """)]
    [InlineData(RootCause.OutOfMemoryKilled, null, null, """
        fatal error: runtime: out of memory

        runtime stack:
        runtime.throw({0x4c5f3a?, 0x0?})
        """)]
    [InlineData(RootCause.DependencyUnavailable, "nats:4222", null, """
        [1] 2026/01/02 03:04:05.123456 [FTL] Can't connect: dial tcp nats:4222: connect: connection refused
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        time="2026-01-02T03:04:05Z" level=fatal msg="invalid configuration: no targets defined"
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, "abc", """
        panic: strconv.Atoi: parsing "abc": invalid syntax
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, null, null, """
        panic: parse "redis://:p@ss:port": invalid port ":port" after host
        """)]
    [InlineData(RootCause.CertificateExpired, null, null, """
        2026-01-02T03:04:05Z ERR Unable to obtain ACME certificate error="x509: certificate has expired or is not yet valid"
        """)]
    [InlineData(RootCause.ApplicationConfigurationError, "api.internal", null, """
        Post "https://api.internal/v1": x509: certificate signed by unknown authority
        """)]
    [InlineData(RootCause.ApplicationError, null, null, """
        2026-01-02T03:04:05Z ERROR dial tcp: redis:6379: connection refused
        2026-01-02T03:04:06Z INFO connected to redis:6379
        2026-01-02T03:04:07Z INFO serving
        panic: index out of range [3] with length 3
        """)]
    [InlineData(RootCause.RbacForbidden, null, null, """
        Error from server (Forbidden): pods "x" is forbidden
        """)]
    [InlineData(RootCause.PermissionDenied, null, null, """
        dial unix /var/run/docker.sock: connect: permission denied
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
