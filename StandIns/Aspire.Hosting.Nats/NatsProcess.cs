using System.Globalization;
using System.Text;
using Aspire.Hosting.Orchestration;

namespace Aspire.Hosting.Nats;

/// <summary>How nats-server starts as a process of this machine.</summary>
internal static class NatsProcess
{
    public static async Task<ProcessCommand> CommandAsync(NativeServerContext context, CancellationToken cancellationToken)
    {
        var binary = await context.Tools.FindAsync("nats-server", "SINGULARITY_NATS_SERVER", cancellationToken);
        var arguments = context.Arguments.ToList();
        // Every user of this machine can read command lines, so the credentials go into a file.
        var user = Take(arguments, "--user");
        var password = Take(arguments, "--pass");
        // Without a folder of its own JetStream would share one with every other server of this machine.
        if (arguments.Contains("-js") && !arguments.Contains("-sd")) arguments.AddRange(["-sd", context.FolderOf("/tmp/nats")]);
        var config = Path.Combine(context.PrivateDirectory, $"{context.Resource.Name}.conf");
        PrivateFile.Write(config, Config(user, password));
        return new ProcessCommand(binary,
        [
            "--addr", "127.0.0.1", "--port", context.Port.ToString(CultureInfo.InvariantCulture), "--config", config, .. arguments,
        ])
        {
            Environment = context.Environment,
        };
    }

    private static string Config(string? user, string? password) => password is null
        ? ""
        : $"authorization {{ user: {Quote(user ?? "nats")}, password: {Quote(password)} }}\n";

    private static string? Take(List<string> arguments, string option)
    {
        var index = arguments.IndexOf(option);
        if (index < 0 || index + 1 >= arguments.Count) return null;
        var value = arguments[index + 1];
        arguments.RemoveRange(index, 2);
        return value;
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => c.ToString() });
        return quoted.Append('"').ToString();
    }
}
