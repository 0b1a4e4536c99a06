using System.Globalization;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.Postgres;

/// <summary>How PostgreSQL starts as a process of this machine: through a script that makes the cluster when there is none.</summary>
internal static class PostgresProcess
{
    private const string Superuser = "postgres";
    private const string DataDirectory = "/var/lib/postgresql/data";

    public static async Task<ProcessCommand> CommandAsync(NativeServerContext context, CancellationToken cancellationToken)
    {
        var script = await context.Tools.PostgresScriptAsync(cancellationToken);
        var environment = context.Environment.ToDictionary(StringComparer.Ordinal);
        environment.Remove("POSTGRES_PASSWORD", out var password);
        if (environment.GetValueOrDefault("POSTGRES_USER") is { } user and not Superuser)
            throw new DistributedApplicationException(
                $"'{context.Resource.Name}' asks for the superuser '{user}'. As a process of this machine its superuser is '{Superuser}'.");
        // Other users of this machine must not read the password, so it is in no command line and no environment.
        var passwordFile = Path.Combine(context.PrivateDirectory, $"{context.Resource.Name}.password");
        PrivateFile.Write(passwordFile, password ?? "");
        return new ProcessCommand("bash",
        [
            script, "--data", context.FolderOf(DataDirectory), "--port", context.Port.ToString(CultureInfo.InvariantCulture),
            "--password-file", passwordFile, "--listen", "127.0.0.1",
            .. context.Arguments is [] ? [] : (string[])["--", .. context.Arguments],
        ])
        {
            Environment = environment,
            StopSignal = StopSignal.Interrupt,
        };
    }
}
