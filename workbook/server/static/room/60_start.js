function startLead() {
  lookLead().then(() => follow(`${page.code}/lead/events`, lookLead));
}
({ vote: startVote, code: startCode, rooms: startRooms, lead: startLead, screen: startLead })[page.view]();
