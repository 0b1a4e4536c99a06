using System.CommandLine;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;

namespace Singularity.Registry.Cli;

/// <summary>delete PACKAGE: one version, or all of them.</summary>
internal static class DeleteCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var package = CliOptions.Package();
        var json = CliOptions.Json();
        var command = new Command("delete", "Delete a stored package, or one version of it, from every tier.") { package, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (CliOptions.ReadPackage(parsed.GetValue(package)!, error) is not { } spec)
            {
                return ExitCodes.WrongUsage;
            }

            return await new CliRequest(parsed.GetValue(json), output, error).SendAsync(
                static subjects => subjects.Delete,
                new DeletePackage(spec.Ecosystem, spec.Name, spec.Version),
                SingularityJson.Default.PackageDeleted,
                deleted => output.WriteLine($"{spec}: {deleted.Deleted} versions deleted."),
                cancellationToken);
        });
        return command;
    }
}
