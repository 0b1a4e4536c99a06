using Microsoft.Extensions.Configuration;

namespace Singularity.AppHost;

/// <summary>What this machine is to others: <c>--role developer</c>, <c>--role authority</c> or <c>--role both</c>; without one, whatever `./singularity link` made it.</summary>
/// <param name="Develops">Whether the registry and the API run here.</param>
/// <param name="Gathers">Whether CentralCloud runs here.</param>
/// <param name="Settings">Of the linked NATS server; null where it stands alone.</param>
internal sealed record Role(bool Develops, bool Gathers, IConfiguration? Settings)
{
    private const string Developer = "developer";
    private const string Authority = "authority";
    private const string Both = "both";
    private const string Data = "/var/lib/nats";
    private static readonly string[] Required = ["Nats:Folder", "Nats:Target", "Nats:Config", "Parameters:nats-password"];

    /// <summary>Null when it cannot be; why was said then.</summary>
    public static Role? Read(IDistributedApplicationBuilder builder)
    {
        switch (builder.Configuration["role"])
        {
            case null when builder.ExecutionContext.IsPublishMode:
                // A manifest says the same on every machine unless a role is asked for.
                return new Role(Develops: true, Gathers: true, null);
            case null or Developer:
                // Who is not linked gathers what he learns himself.
                return !TryLoad(builder, "link", "Link again with: ./singularity link --authority HOST --credentials FILE", out var link) ? null
                    : new Role(Develops: true, Gathers: link is null, link);
            case Authority or Both:
                return ReadAuthority(builder, builder.Configuration["role"] is Both);
            default:
                Console.Error.WriteLine($"--role is {Developer}, {Authority} or {Both}.");
                return null;
        }
    }

    private static Role? ReadAuthority(IDistributedApplicationBuilder builder, bool develops)
    {
        if (!TryLoad(builder, Authority, "Write it anew with: ./singularity authority init --name NAME, as before; who may link stays.", out var settings))
        {
            return null;
        }

        if (settings is not null)
        {
            return new Role(develops, Gathers: true, settings);
        }

        Console.Error.WriteLine("This host is no authority yet. Make it one with: ./singularity authority init");
        return null;
    }

    /// <summary>Has the server of a linked machine or of an authority read the configuration that was written for it.</summary>
    public IResourceBuilder<NatsServerResource> Configure(IResourceBuilder<NatsServerResource> nats)
    {
        if (Settings?.GetSection("Nats") is not { } server)
        {
            return nats;
        }

        nats.WithBindMount(server["Folder"]!, server["Target"]!).WithArgs(context =>
        {
            // The configuration names its users itself, and the server takes them from one place only.
            context.Args.Clear();
            foreach (var argument in (string[])["-c", server["Config"]!, "-js", "-sd", Data])
            {
                context.Args.Add(argument);
            }
        });
        return server.GetValue<int?>("LinkPort") is not { } port ? nats : nats.WithEndpoint("link", endpoint =>
        {
            (endpoint.Port, endpoint.TargetPort, endpoint.TargetHost) = (port, port, "0.0.0.0");
            (endpoint.IsProxied, endpoint.IsExternal) = (false, true);
        });
    }

    /// <summary>Tells a service who this machine is to the authority.</summary>
    public IResourceBuilder<ProjectResource> Identify(IResourceBuilder<ProjectResource> service) => Settings?["Link:InstanceId"] is not { } id ? service : service
        .WithEnvironment("Knowledge__InstanceId", id)
        .WithEnvironment("Knowledge__JetStreamDomain", Settings["Link:JetStreamDomain"]);

    /// <summary>Gives CentralCloud the name that the authority was given, and has it tell the command line where the bus is, as a registry does elsewhere.</summary>
    public IResourceBuilder<ProjectResource> Name(IResourceBuilder<ProjectResource> service) => Settings?["Authority:Name"] is not { } name ? service : service
        .WithEnvironment("CentralCloud__Name", name)
        .WithEnvironment("CentralCloud__TellsBus", "true");

    /// <summary>False, and said why, for settings that cannot be used; null settings where there are none.</summary>
    private static bool TryLoad(IDistributedApplicationBuilder builder, string folder, string remedy, out ConfigurationManager? settings)
    {
        settings = null;
        var file = Path.Combine(DataFolder.Find(builder.Configuration), folder, "settings.json");
        if (!File.Exists(file))
        {
            return true;
        }

        try
        {
            var read = new ConfigurationManager();
            read.AddJsonFile(file, optional: false);
            if (!Array.Exists(Required, key => string.IsNullOrEmpty(read[key])))
            {
                // The password of the local services comes with the configuration that names it.
                builder.Configuration.AddJsonFile(file, optional: false);
                settings = read;
                return true;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            // Said below; the text of the file is not repeated, since it holds a password.
        }

        Console.Error.WriteLine($"{file} cannot be used: it is damaged, or this account may not read it. {remedy}");
        return false;
    }
}
