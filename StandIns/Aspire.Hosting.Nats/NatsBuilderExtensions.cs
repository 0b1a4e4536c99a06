using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Nats;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

public static class NatsBuilderExtensions
{
    private const string Registry = "docker.io";
    private const string Image = "library/nats";
    private const string Tag = "2.12";
    private const int ClientPort = 4222;
    private const string DataDirectory = "/var/lib/nats";

    public static IResourceBuilder<NatsServerResource> AddNats(
        this IDistributedApplicationBuilder builder, string name, int? port = null,
        IResourceBuilder<ParameterResource>? userName = null, IResourceBuilder<ParameterResource>? password = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var secret = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
        var nats = new NatsServerResource(name, userName?.Resource, secret);
        var key = $"{name}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key, _ => new NatsPing(nats), failureStatus: null, tags: null, HealthMonitor.Patience));
        return builder.AddResource(nats)
            .WithEndpoint(port: port, targetPort: ClientPort, name: NatsServerResource.PrimaryEndpointName)
            .WithImage(Image, Tag)
            .WithImageRegistry(Registry)
            .WithHealthCheck(key)
            .WithArgs(context =>
            {
                context.Args.Add("--user");
                context.Args.Add(nats.UserNameReference);
                if (nats.PasswordParameter is not { } current) return;
                context.Args.Add("--pass");
                context.Args.Add(current);
            })
            .WithAnnotation(new NativeServerAnnotation(NatsProcess.CommandAsync));
    }

    public static IResourceBuilder<NatsServerResource> WithJetStream(this IResourceBuilder<NatsServerResource> builder) =>
        builder.WithArgs("-js");

    public static IResourceBuilder<NatsServerResource> WithDataVolume(
        this IResourceBuilder<NatsServerResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithVolume(name ?? VolumeName.Generate(builder, "data"), DataDirectory, isReadOnly).WithArgs("-sd", DataDirectory);

    public static IResourceBuilder<NatsServerResource> WithDataBindMount(
        this IResourceBuilder<NatsServerResource> builder, string source, bool isReadOnly = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        return builder.WithBindMount(source, DataDirectory, isReadOnly).WithArgs("-sd", DataDirectory);
    }
}
