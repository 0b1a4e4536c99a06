using Microsoft.Extensions.Options;
using Singularity.CentralCloud.Ingest;
using Singularity.CentralCloud.Instances;
using Singularity.CentralCloud.Messaging;
using Singularity.CentralCloud.Promotions;
using Singularity.CentralCloud.Query;
using Singularity.CentralCloud.Stats;
using Singularity.Embeddings;
using Singularity.Knowledge;
using Singularity.ServiceDefaults;
using Singularity.ServiceDefaults.Nats;
using Singularity.ServiceDefaults.Postgres;

namespace Singularity.CentralCloud;

/// <summary>Wires the service; tests build the same one on another port.</summary>
internal static class CentralCloudApp
{
    /// <summary>The connection string's name, and the resource's in the AppHost.</summary>
    public const string Database = "centralcloud-db";

    public static WebApplication Create(string[] args)
    {
        var assembly = typeof(CentralCloudApp).Assembly;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = assembly.GetName().Name });
        builder.AddServiceDefaults();
        builder.AddSingularityNats();
        builder.AddSingularityPostgres(Database);
        builder.AddMigrations(Database, assembly, "Singularity.CentralCloud.Storage.Migrations.");
        builder.AddKnowledge(Database);
        builder.Services.AddEmbeddings(builder.Configuration);
        builder.Services.AddOptions<CentralCloudOptions>().BindConfiguration(CentralCloudOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<CentralCloudOptions>, CentralCloudOptionsValidator>();
        if (builder.Configuration.GetValue<bool>($"{CentralCloudOptions.Section}:{nameof(CentralCloudOptions.TellsBus)}"))
        {
            builder.Services.AddBusAddress();
        }

        builder.Services.AddSingleton<InstanceStore>();
        builder.Services.AddSingleton<OwnIdOnly>();
        builder.Services.AddSingleton<RegisterInstance>();
        builder.Services.AddSingleton<NoteHeartbeat>();
        builder.Services.AddSingleton<ListKnownInstances>();
        builder.Services.AddSingleton<ReadStats>();
        builder.Services.AddSingleton<AnswerRoom>();
        builder.Services.AddSingleton<AnswerQuery>();
        builder.Services.AddSingleton<AnswerSync>();
        builder.AddIngest();
        builder.AddPromotions();
        builder.Services.AddHostedService<VectorWorker>();
        builder.Services.AddHostedService<CentralCloudService>();

        var app = builder.Build();
        app.MapDefaultEndpoints();
        return app;
    }
}
