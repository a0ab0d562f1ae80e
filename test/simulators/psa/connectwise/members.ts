/** The members of ConnectWise's objects, of which any other is refused by name. */
const numbered = Array.from({ length: 10 }, (_, index) => `userDefinedField${index + 1}`);
const words = (text: string) => text.trim().split(/\s+/);

export const CONTACT_MEMBERS = new Set([
  ...words(`id firstName lastName company site addressLine1 addressLine2 city state zip country relationship
    relationshipOverride department inactiveFlag defaultMergeContactId securityIdentifier managerContact
    assistantContact title school nickName marriedFlag childrenFlag children significantOther portalPassword
    portalSecurityLevel disablePortalLoginFlag unsubscribeFlag gender birthDay anniversary presence mobileGuid
    facebookUrl twitterUrl linkedInUrl defaultPhoneType defaultPhoneNbr defaultPhoneExtension defaultBillingFlag
    defaultFlag companyLocation communicationItems types integratorTags customFields photo ignoreDuplicates _info
    typeIds`),
  ...numbered,
]);
export const NOTE_MEMBERS = new Set(
  words(`id ticketId text detailDescriptionFlag internalAnalysisFlag resolutionFlag issueFlag member contact
    customerUpdatedFlag processNotifications dateCreated createdBy internalFlag externalFlag sentimentScore _info`),
);
export const TICKET_MEMBERS = new Set(
  words(`id summary recordType board status company site siteName contact contactName contactPhoneNumber
    contactPhoneExtension contactEmailAddress type subType item team owner priority source requiredDate severity impact
    externalXRef poNumber customerUpdatedFlag automaticEmailContactFlag automaticEmailResourceFlag automaticEmailCcFlag
    automaticEmailCc initialDescription initialInternalAnalysis closedDate closedBy closedFlag resources location
    department mobileGuid integratorTags _info customFields`),
);
export const CALLBACK_MEMBERS = new Set(
  words(`id description url objectId type level memberId payloadVersion inactiveFlag isSoapCallbackFlag
    isSelfSuppressedFlag connectWiseID _info`),
);
