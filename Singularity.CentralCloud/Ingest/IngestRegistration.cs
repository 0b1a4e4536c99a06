using Microsoft.Extensions.Options;
using Singularity.CentralCloud.Parking;

namespace Singularity.CentralCloud.Ingest;

internal static class IngestRegistration
{
    /// <summary>The stream, what takes it into the database, and what parks the rest.</summary>
    public static IHostApplicationBuilder AddIngest(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<IngestOptions>().BindConfiguration(IngestOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<IngestOptions>, IngestOptionsValidator>();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<IngestMeter>();
        builder.Services.AddSingleton<ObservationStream>();
        builder.Services.AddSingleton<MessageFetch>();
        builder.Services.AddSingleton<StreamPositions>();
        builder.Services.AddSingleton<TakeIn>();
        builder.Services.AddSingleton<SettleMessages>();
        builder.Services.AddSingleton<FoldStored>();
        builder.Services.AddSingleton<ParkedStore>();
        builder.Services.AddSingleton<ListParkedMessages>();
        builder.Services.AddSingleton<RedriveParkedMessages>();
        builder.Services.AddHostedService<IngestWorker>();
        return builder;
    }
}
