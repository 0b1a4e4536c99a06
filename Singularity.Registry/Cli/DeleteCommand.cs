using System.CommandLine;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Singularity.ServiceDefaults.Nats;

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

            await using var session = await CliSession.OpenAsync(error, null, cancellationToken);
            var request = new DeletePackage(spec.Ecosystem, spec.Name, spec.Version);
            switch (await session.RequestAsync<DeletePackage, PackageDeleted>(static subjects => subjects.Delete, request, cancellationToken))
            {
                case ServiceReply<PackageDeleted>.Ok(var deleted) when parsed.GetValue(json):
                    Terminal.WriteJson(output, deleted, SingularityJson.Default.PackageDeleted);
                    return ExitCodes.Done;
                case ServiceReply<PackageDeleted>.Ok(var deleted):
                    await output.WriteLineAsync($"{spec}: {deleted.Deleted} versions deleted.");
                    return ExitCodes.Done;
                case ServiceReply<PackageDeleted>.Failed failed:
                    return Terminal.Fail(failed.Code, failed.Message, parsed.GetValue(json), output, error);
                default:
                    throw new InvalidOperationException("A reply is Ok or Failed.");
            }
        });
        return command;
    }
}
