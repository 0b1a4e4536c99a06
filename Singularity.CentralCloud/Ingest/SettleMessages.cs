using Microsoft.Extensions.Options;
using Singularity.CentralCloud.Parking;

namespace Singularity.CentralCloud.Ingest;

/// <summary>Puts each message into the database, or aside: those that are wrong at once, those with which the transaction fails after some tries.</summary>
internal sealed class SettleMessages(TakeIn takeIn, ParkedStore parked, IngestMeter meter, IOptions<IngestOptions> options, TimeProvider time, ILogger<SettleMessages> logger)
{
    /// <summary>Throws what passes by itself, after which all of it may be done again.</summary>
    public async Task RunAsync(IReadOnlyList<Incoming> messages, CancellationToken cancellationToken)
    {
        for (var tries = 1; messages.Count > 0; tries++)
        {
            if (tries > 1)
            {
                await Task.Delay(options.Value.RetryWait, time, cancellationToken);
            }

            messages = await TryAsync(messages, tries, cancellationToken);
        }
    }

    /// <summary>Returns those that are to be tried again.</summary>
    private async Task<List<Incoming>> TryAsync(IReadOnlyList<Incoming> messages, int tries, CancellationToken cancellationToken)
    {
        var outcomes = await takeIn.RunAsync(messages, cancellationToken);
        var again = new List<Incoming>();
        var parking = new List<(Incoming Message, string Reason, int Tries)>();
        for (var i = 0; i < messages.Count; i++)
        {
            switch (outcomes[i])
            {
                case IngestOutcome.Refused(var reason):
                    parking.Add((messages[i], reason, tries));
                    break;
                case IngestOutcome.Failed(var reason) when tries >= options.Value.MaxTries:
                    parking.Add((messages[i], reason, tries));
                    break;
                case IngestOutcome.Failed:
                    again.Add(messages[i]);
                    break;
            }
        }

        if (parking.Count > 0)
        {
            meter.CountParked(await parked.ParkAsync(parking, cancellationToken));
            IngestLog.Parked(logger, parking.Count, parking[0].Message.Subject, parking[0].Message.Sequence, parking[0].Reason);
        }

        return again;
    }
}
