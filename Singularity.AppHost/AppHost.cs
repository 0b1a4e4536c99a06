using Singularity.AppHost;

var builder = DistributedApplication.CreateBuilder(args);
if (Role.Read(builder) is not { } role) return 2;

// Subjects, JetStream and KV. 4222 is where every NATS client looks first.
var nats = role.Configure(builder.AddNats("nats", port: HostPort.Choose(builder, "Ports:Nats", 4222))
    .WithJetStream()
    .WithDataVolume("singularity-nats"));

// Source of truth. The image carries pgvector; the services' migrations create the extension.
var postgres = builder.AddPostgres("postgres", port: HostPort.Choose(builder, "Ports:Postgres", 5432))
    .WithImage("pgvector/pgvector", "pg17")
    // What a search touches of some hundred thousand packages stays in memory; the server's default is a quarter of it.
    .WithArgs("-c", "shared_buffers=512MB")
    .WithDataVolume("singularity-postgres");

if (role.Develops)
{
    var singularity = postgres.AddDatabase("singularity");
    var registry = role.Identify(builder.AddProject<Projects.Singularity_Registry>("registry")
        .WithReference(nats).WaitFor(nats)
        .WithReference(singularity).WaitFor(singularity)
        .WithHttpHealthCheck("/health"));

    // CentralCloud is optional by design: the API refers to the bus, never to it.
    role.Identify(builder.AddProject<Projects.Singularity_Api>("api")
        .WithReference(nats).WaitFor(nats)
        .WithReference(singularity).WaitFor(singularity)
        .WaitFor(registry)
        .WithHttpHealthCheck("/health")
        .WithExternalHttpEndpoints());
}

if (role.Gathers)
{
    var knowledge = postgres.AddDatabase("centralcloud-db", databaseName: "centralcloud");
    role.Name(builder.AddProject<Projects.Singularity_CentralCloud>("centralcloud")
        .WithReference(nats).WaitFor(nats)
        .WithReference(knowledge).WaitFor(knowledge)
        .WithHttpHealthCheck("/health"));
}

builder.Build().Run();
return 0;
