using Caliban.Emulator.Compute;
using Caliban.Emulator.Jobs;
using Caliban.Emulator.Logging;
using Caliban.Emulator.Quotas;
using Caliban.Emulator.Tokens;

namespace Caliban.Emulator.Http;

/// <summary>What carries requests out.</summary>
internal sealed record Services(
    CustomJobsApi Jobs,
    OperationTable Operations,
    LoggingApi Logging,
    RegionsApi Regions,
    QuotaInfosApi QuotaInfos,
    GrantExchange Grants,
    TokenExchange Tokens,
    ImpersonationApi Impersonation,
    MetadataServer Metadata)
{
    public Answer Handle(Call call) => call.Route.Operation switch
    {
        CloudOperation.CreateJob => Jobs.Create(call),
        CloudOperation.GetJob => Jobs.Get(call),
        CloudOperation.ListJobs => Jobs.List(call),
        CloudOperation.CancelJob => Jobs.Cancel(call),
        CloudOperation.DeleteJob => Jobs.Delete(call),
        CloudOperation.GetOperation => Operations.Get(call),
        CloudOperation.ListLogEntries => Logging.List(call),
        CloudOperation.ListRegions => Regions.List(call),
        CloudOperation.GetRegion => Regions.Get(call),
        CloudOperation.ListQuotaInfos => QuotaInfos.List(call),
        CloudOperation.ExchangeGrant => Grants.Exchange(call),
        CloudOperation.ExchangeToken => Tokens.Exchange(call),
        CloudOperation.GenerateAccessToken => Impersonation.Generate(call),
        CloudOperation.ReadMetadata => Metadata.Read(call),
        _ => NotFound(call),
    };

    /// <summary>A page for people, as Google's front end sends for addresses it does not know.</summary>
    private static Answer NotFound(Call call) => Answer.Text(
        $"<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p><b>404.</b> <ins>That’s an error.</ins>\n" +
        $"<p>The requested URL <code>{System.Net.WebUtility.HtmlEncode(call.Request.Path)}</code> was not found on this server.\n",
        "text/html; charset=UTF-8",
        404);
}
