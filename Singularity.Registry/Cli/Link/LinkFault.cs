using Singularity.Contracts.Messaging;
using Singularity.Registry.Linking;

namespace Singularity.Registry.Cli.Link;

/// <summary>Turns what is wrong with the files of a link or an authority into an answer.</summary>
internal static class LinkFault
{
    public static async Task<int> AnswerAsync(CliRequest cli, Func<CliRequest, Task<int>> run)
    {
        try
        {
            return await run(cli);
        }
        catch (LinkFileException exception)
        {
            return Terminal.Fail(ErrorCodes.Internal, exception.Message, cli.Json, cli.Output, cli.Error);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Terminal.Fail(
                ErrorCodes.Internal, $"A file could not be read or written: {exception.Message} Check that its disk has room and that this account may write there.",
                cli.Json, cli.Output, cli.Error);
        }
    }
}
