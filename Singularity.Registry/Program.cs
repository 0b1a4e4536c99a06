using Singularity.Registry;
using Singularity.Registry.Cli;

// Without a verb this is the service, as the AppHost starts it; settings such as --urls belong to the service too.
if (args is [] or ["serve", ..] || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0].Contains('=')))
{
    await using var app = RegistryApp.Create(args is ["serve", .. var rest] ? rest : args);
    await app.RunAsync();
    return 0;
}

return await SingularityCli.RunAsync(args, Console.Out, Console.Error);
